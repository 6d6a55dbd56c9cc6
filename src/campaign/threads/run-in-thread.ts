import { Worker } from 'node:worker_threads';
import { UsageError } from '../../lib/errors.ts';
import { packageFile } from '../../lib/files/package-root.ts';
import type { OnRankProgress } from '../../rank/rank-progress.ts';
import type { ThreadMessage, ThreadTaskName, ThreadTasks } from './thread-tasks.ts';

/** Computes in a thread, so that signals are handled and timers run meanwhile. An abort ends it at once. */
export async function runInThread<Name extends ThreadTaskName>(
  name: Name,
  input: ThreadTasks[Name]['input'],
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnRankProgress },
): Promise<ThreadTasks[Name]['result']> {
  signal.throwIfAborted();
  const worker = new Worker(packageFile('dist', 'thread.js'), { workerData: { name, input } });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        switch (message.type) {
          case 'progress':
            return onProgress(message.progress);
          case 'done':
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- thread-tasks.ts says what the task gives
            return resolve(message.result as ThreadTasks[Name]['result']);
          case 'refused': {
            const { code, message: text, hint, details } = message;
            return reject(new UsageError(code, text, { hint, details }));
          }
        }
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error(`the thread of ${name} ended without an answer`)));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
