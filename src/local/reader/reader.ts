import { Worker } from 'node:worker_threads';
import type { FastifyRequest } from 'fastify';
import { packageFile } from '../../lib/files/package-root.ts';
import { tooManyRequests } from '../http/api-error.ts';
import { FairQueue, QueueFull } from '../http/fair-queue.ts';
import type { ReadRequest, ReadResponse } from './reader-messages.ts';

const retryAfterSeconds = 5;
/** A thread that needs more is ended, and its request fails. */
const memoryMb = 256;

/**
 * Answers heavy reads in a thread, so that raters are served meanwhile. One at a time, and people take turns. The thread
 * starts with the first one.
 */
export class Reader {
  private readonly db: string;
  private readonly queue = new FairQueue({ atOnce: 1, places: 100 });
  private worker: Worker | null = null;

  constructor(db: string) {
    this.db = db;
  }

  /** The response to a request of this person. Throws 429 if too many reads are waiting. */
  async answer(userId: string, request: FastifyRequest): Promise<ReadResponse> {
    try {
      return await this.queue.run(userId, () => this.ask(toRead(request)));
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      throw tooManyRequests(`Too many searches at once. Try again in ${retryAfterSeconds} seconds.`, retryAfterSeconds);
    }
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private async ask(request: ReadRequest): Promise<ReadResponse> {
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      const end = () => reject(new Error('the thread for searches ended'));
      worker.once('exit', end);
      worker.once('message', (response: ReadResponse) => {
        worker.off('exit', end);
        resolve(response);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
      worker.postMessage(request);
    });
  }

  private start(): Worker {
    const worker = new Worker(packageFile('dist', 'reader-thread.js'), {
      workerData: { db: this.db },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    // What goes wrong in it also ends it, and then the request fails.
    worker.on('error', () => {});
    worker.once('exit', () => {
      this.worker = null;
    });
    worker.unref();
    return worker;
  }
}

function toRead({ method, url, headers, body }: FastifyRequest): ReadRequest {
  const kept = ['x-argilla-api-key', 'authorization', 'content-type'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    url,
    headers: Object.fromEntries(kept),
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : null,
  };
}
