import { availableParallelism } from 'node:os';
import { tooManyRequests } from './api-error.ts';
import { FairQueue, QueueFull } from './fair-queue.ts';

/** Passwords are hashed beside the thread that serves, a few at a time, so that a core is left to it. */
export class HashingQueue {
  private readonly queue = new FairQueue({ atOnce: Math.max(1, availableParallelism() - 1), places: 300 });

  /** Runs `work` when it is the turn of the address. Throws ApiError 429 if too many wait. */
  async run<T>(address: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.queue.run(address, work);
    } catch (error) {
      if (error instanceof QueueFull)
        throw tooManyRequests('Too many people are logging in. Try again in 5 seconds.', 5);
      throw error;
    }
  }
}
