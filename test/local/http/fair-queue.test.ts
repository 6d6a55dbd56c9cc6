import { expect, it } from 'vitest';
import { FairQueue, QueueFull } from '../../../src/local/http/fair-queue.ts';

/** Work that ends when it is told to, and the order in which it began. */
function startWork(queue: FairQueue) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (name: string): Promise<string> => {
    const work = queue.run(name.charAt(0), async () => {
      began.push(name);
      await new Promise<void>((end) => ends.set(name, end));
      return name;
    });
    work.catch(() => {});
    return work;
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    // The next piece of work begins some promises later.
    await new Promise((done) => setImmediate(done));
  };
  return { began, add, end };
}

it('runs as much at once as it may, and lets keys take turns', async () => {
  const { began, add, end } = startWork(new FairQueue({ atOnce: 2, places: 10 }));
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1']) void add(name);
  expect(began).toEqual(['a1', 'a2']);
  for (const name of ['a1', 'a2', 'a3', 'b1']) await end(name);
  expect(began).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4']);
});

it('gives places of the key that has most of them to others', async () => {
  const { began, add, end } = startWork(new FairQueue({ atOnce: 1, places: 3 }));
  const [, , , last, tooMany, other] = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1'].map((name) => add(name));
  await expect(tooMany).rejects.toThrow(QueueFull);
  await expect(last).rejects.toThrow(QueueFull);
  for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);
  expect(began).toEqual(['a1', 'a2', 'b1', 'a3']);
  expect(await other).toBe('b1');
});

it('rejects newcomers if everybody has few places', async () => {
  const { add } = startWork(new FairQueue({ atOnce: 1, places: 2 }));
  for (const name of ['a1', 'a2', 'b1']) void add(name);
  await expect(add('c1')).rejects.toThrow(QueueFull);
});

it('goes on after work that failed', async () => {
  const queue = new FairQueue({ atOnce: 1, places: 1 });
  await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue.run('a', () => Promise.resolve('yes'))).toBe('yes');
});
