import { createHmac, randomUUID } from 'node:crypto';
import { HubRefusal } from '../http/exchange.ts';
import type { LargeFiles } from './large-files.ts';

/**
 * The content-addressed store behind Xet. Clients cut files into chunks, upload packs of them ("xorbs"), then a "shard"
 * that says of which chunks each file consists. The formats are those of https://huggingface.co/docs/xet.
 */
export class XetStore {
  readonly #xorbs = new Map<string, Buffer[]>();
  readonly #large: LargeFiles;
  readonly #key = randomUUID();

  constructor(large: LargeFiles) {
    this.#large = large;
  }

  /** The token of one repository, which is valid here alone. */
  tokenFor(repository: string): string {
    return `xet_${createHmac('sha256', this.#key).update(repository).digest('hex')}.${Buffer.from(repository).toString('base64url')}`;
  }

  /** Throws 401 unless the header has a token from here. */
  checkToken(authorization: string | undefined): void {
    const token = authorization?.replace(/^Bearer /u, '') ?? '';
    const repository = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    if (token !== this.tokenFor(repository)) throw new HubRefusal(401, 'Invalid Xet token');
  }

  /** false = it was there already. */
  putXorb(hash: string, body: Buffer): boolean {
    const isNew = !this.#xorbs.has(hash);
    this.#xorbs.set(hash, readChunks(body));
    return isNew;
  }

  /** Puts the files of a shard together. Throws 400 if a chunk is missing, or a file has not the announced SHA-256. */
  putShard(body: Buffer): void {
    for (const { sha256, terms } of readFiles(body)) {
      const pieces = terms.flatMap(({ xorb, start, end }) => {
        const chunks = this.#xorbs.get(xorb)?.slice(start, end) ?? [];
        if (chunks.length !== end - start)
          throw new HubRefusal(400, `The shard refers to chunks of ${xorb} that are missing`);
        return chunks;
      });
      this.#large.put(sha256, Buffer.concat(pieces));
    }
  }
}

/** Each chunk: version, packed length (3 bytes), kind of compression, length (3 bytes), and the packed bytes. */
function readChunks(xorb: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < xorb.length;) {
    const packed = xorb.readUIntLE(at + 1, 3);
    const length = xorb.readUIntLE(at + 5, 3);
    const body = xorb.subarray(at + 8, at + 8 + packed);
    const kind = xorb[at + 4];
    const unpacked = kind === 0 ? body : readLz4Frame(body, length);
    chunks.push(kind === 2 ? joinByteGroups(unpacked) : unpacked);
    at += 8 + packed;
  }
  return chunks;
}

/** Undoes "byte grouping": first every fourth byte from 0, then from 1, and so on. */
function joinByteGroups(bytes: Buffer): Buffer {
  const joined = Buffer.alloc(bytes.length);
  let from = 0;
  for (let group = 0; group < 4; group += 1) {
    for (let to = group; to < bytes.length; to += 4) {
      joined[to] = bytes[from] ?? 0;
      from += 1;
    }
  }
  return joined;
}

/** Frames as https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md describes them, without checking checksums. */
function readLz4Frame(frame: Buffer, length: number): Buffer {
  const flags = frame[4] ?? 0;
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8);
  const out = Buffer.alloc(length);
  let done = 0;
  for (;;) {
    const size = frame.readUInt32LE(at);
    at += 4;
    if (size === 0) break;
    const bytes = frame.subarray(at, at + (size & 0x7fff_ffff));
    if (size >= 0x8000_0000) done += bytes.copy(out, done);
    else done = readLz4Block(bytes, out, done);
    at += bytes.length + ((flags & 0x10) === 0 ? 0 : 4);
  }
  if (done !== length) throw new HubRefusal(400, `A chunk has ${done} bytes instead of ${length}`);
  return out;
}

function readLz4Block(block: Buffer, out: Buffer, start: number): number {
  let at = 0;
  let to = start;
  const readLength = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = block[at++] ?? 0;
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = readLength(token >> 4);
    to += block.copy(out, to, at, at + literals);
    at += literals;
    if (at >= block.length) break;
    const distance = block.readUInt16LE(at);
    at += 2;
    const matched = readLength(token & 15) + 4;
    // Matches may overlap what they write, so byte by byte.
    for (const end = to + matched; to < end; to += 1) out[to] = out[to - distance] ?? 0;
  }
  return to;
}

interface ShardFile {
  sha256: string;
  /** Chunks `start` to `end` (exclusive) of a xorb. */
  terms: { xorb: string; start: number; end: number }[];
}

/** Of a shard's sections, only that about files. All entries have 48 bytes. */
function readFiles(shard: Buffer): ShardFile[] {
  const files: ShardFile[] = [];
  let at = 48;
  const next = (): Buffer => {
    const entry = shard.subarray(at, at + 48);
    at += 48;
    return entry;
  };
  for (;;) {
    const head = next();
    if (head.subarray(0, 32).every((byte) => byte === 0xff)) return files;
    const [flags, count] = [head.readUInt32LE(32), head.readUInt32LE(36)];
    const terms = Array.from({ length: count }, next).map((term) => ({
      xorb: readHash(term),
      start: term.readUInt32LE(40),
      end: term.readUInt32LE(44),
    }));
    if ((flags & 0x8000_0000) !== 0) at += 48 * count;
    if ((flags & 0x4000_0000) === 0) throw new HubRefusal(400, 'A file of a repository needs its SHA-256');
    files.push({ sha256: readHash(next()), terms });
  }
}

/** Hashes are four little-endian numbers, written as hex. */
function readHash(entry: Buffer): string {
  return [0, 8, 16, 24].map((at) => Buffer.from(entry.subarray(at, at + 8).toReversed()).toString('hex')).join('');
}
