import { createHash, createHmac, randomUUID } from 'node:crypto';
import { HubRefusal } from '../http/exchange.ts';
import { sha256Of } from './git-objects.ts';

interface Multipart {
  oid: string;
  size: number;
  parts: Map<number, Buffer>;
}

/** Contents by SHA-256, shared by all repositories, and uploads in progress. */
export class LargeFiles {
  readonly contents = new Map<string, Buffer>();
  readonly #multiparts = new Map<string, Multipart>();
  readonly #key = randomUUID();

  add(content: Buffer): string {
    const sha256 = sha256Of(content);
    this.contents.set(sha256, content);
    return sha256;
  }

  /** Throws 400 if the bytes are not those announced. */
  put(oid: string, content: Buffer): void {
    if (sha256Of(content) !== oid) throw new HubRefusal(400, 'BadDigest: the content is not that of the announced oid');
    this.contents.set(oid, content);
  }

  startMultipart(oid: string, size: number): string {
    const id = randomUUID();
    this.#multiparts.set(id, { oid, size, parts: new Map() });
    return id;
  }

  /** Returns the part's ETag in quotes. Throws 404 for an unknown or finished upload. */
  putPart(id: string, number: number, content: Buffer): string {
    this.#multipart(id).parts.set(number, content);
    return etagOf(content);
  }

  completeMultipart(id: string, oid: string, parts: { partNumber: number; etag: string }[]): void {
    const upload = this.#multipart(id);
    const known = [...upload.parts].toSorted(([a], [b]) => a - b);
    const matches =
      upload.oid === oid &&
      parts.length === known.length &&
      known.every(([number, content], index) => {
        const part = parts[index];
        return part?.partNumber === number && part.etag.replaceAll('"', '') === etagOf(content).replaceAll('"', '');
      });
    if (!matches) throw new HubRefusal(400, 'InvalidPart: parts are missing or differ');
    this.put(oid, Buffer.concat(known.map(([, content]) => content)));
    this.#multiparts.delete(id);
  }

  /** A signature that proves that the Hub issued a URL. */
  sign(path: string): string {
    return createHmac('sha256', this.#key).update(path).digest('hex');
  }

  #multipart(id: string): Multipart {
    const upload = this.#multiparts.get(id);
    if (upload === undefined) throw new HubRefusal(404, 'NoSuchUpload');
    return upload;
  }
}

function etagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}
