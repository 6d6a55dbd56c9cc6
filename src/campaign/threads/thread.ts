import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../../lib/errors.ts';
import { type ThreadMessage, threadTasks } from './thread-tasks.ts';

// The entry point of a thread: carries out the one task that it was started for.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
const say = (message: ThreadMessage): void => parentPort?.postMessage(message);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- run-in-thread.ts is all that starts it, and types both
const { name, input } = workerData as { name: keyof typeof threadTasks; input: never };

try {
  say({ type: 'done', result: threadTasks[name](input, (progress) => say({ type: 'progress', progress })) });
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  const { code, message, hint, details } = error;
  say({ type: 'refused', code, message, hint, details });
}
