import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { createApp } from '../app.ts';
import { Store } from '../storage/store.ts';
import type { ReadRequest, ReadResponse } from './reader-messages.ts';

// The entry point of the thread that answers heavy reads: the same routes on a connection that can't write.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- reader.ts is all that starts it
const { db } = workerData as { db: string };
const app = await createApp(Store.openToRead(db, { clock: Date.now, randomBytes }), () => {});

parentPort?.on('message', (request: ReadRequest) => {
  void answer(request);
});

async function answer({ method, url, headers, body }: ReadRequest): Promise<void> {
  const payload = body === null ? {} : { payload: Buffer.from(body) };
  const { statusCode: status, rawPayload } = await app.inject({ method, url, headers, ...payload });
  // A copy of its own, because a small buffer shares its memory with others and can't be handed over.
  const response: ReadResponse = { status, body: new Uint8Array(rawPayload) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  parentPort?.postMessage(response, [response.body.buffer]);
}
