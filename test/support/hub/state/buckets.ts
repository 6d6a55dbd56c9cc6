import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Subject } from './rights.ts';

/** Object storage that Spaces can mount; here it is a folder. */
export interface Bucket extends Subject {
  type: 'bucket';
  atMs: number;
  folder: string;
}

export class Buckets {
  readonly #root: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor(root: string) {
    this.#root = root;
  }

  create(id: string, details: Pick<Bucket, 'creator' | 'private' | 'atMs'>): Bucket {
    const folder = join(this.#root, ...id.split('/'));
    mkdirSync(folder, { recursive: true });
    const bucket: Bucket = { type: 'bucket', id, folder, ...details };
    this.#buckets.set(id, bucket);
    return bucket;
  }

  find(id: string): Bucket | undefined {
    return this.#buckets.get(id);
  }

  list(owner: string): Bucket[] {
    return [...this.#buckets.values()].filter(({ id }) => id.startsWith(`${owner}/`));
  }

  remove(id: string): void {
    const bucket = this.#buckets.get(id);
    if (bucket !== undefined) rmSync(bucket.folder, { recursive: true, force: true });
    this.#buckets.delete(id);
  }
}
