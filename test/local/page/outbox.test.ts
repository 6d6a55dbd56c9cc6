import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { KeyValue } from '../../../src/local/page/key-value.ts';
import { Outbox, type Outcome } from '../../../src/local/page/outbox.ts';
import type { WireAnswer } from '../../../src/local/page/wire.ts';

/** localStorage in memory. */
class MemoryStorage implements KeyValue {
  readonly #items = new Map<string, string>();
  isFull = false;

  get length(): number {
    return this.#items.size;
  }

  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    if (this.isFull) throw new Error('QuotaExceededError');
    this.#items.set(name, value);
  }

  removeItem(name: string): void {
    this.#items.delete(name);
  }
}

type Fate = 'stored' | 'lost' | 'unacknowledged';

/** Keeps the newest answer per record, as the server does, and fails as told. */
class FakeServer {
  readonly answers = new Map<string, number | undefined>();
  readonly requests: string[][] = [];
  fates: Fate[] = [];
  refused = new Set<string>();

  async send(answers: readonly WireAnswer[]): Promise<string[]> {
    this.requests.push(answers.map(({ record_id: id }) => id));
    const fate = this.fates.shift() ?? 'stored';
    if (fate === 'lost') throw new Error('The server can’t be reached.');
    for (const { record_id: id, values } of answers) {
      if (!this.refused.has(id)) this.answers.set(id, values['quality']?.value);
    }
    if (fate === 'unacknowledged') throw new Error('The server can’t be reached.');
    return answers.map(({ record_id: id }) => (this.refused.has(id) ? 'not found' : ''));
  }
}

function give(record: string, value: number): WireAnswer {
  return { record_id: record, status: 'submitted', values: { quality: { value } } };
}

/** Lets one task at a time run, as a browser's lock does for all tabs. */
function makeLock(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run.catch(() => {});
    return run;
  };
}

function openTab(storage: KeyValue, server: FakeServer, lock = makeLock()): { outbox: Outbox; outcomes: Outcome[] } {
  const outcomes: Outcome[] = [];
  const outbox = new Outbox('ann', {
    storage,
    send: (answers) => server.send(answers),
    exclusively: lock,
    now: () => 1000,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  return { outbox, outcomes };
}

/** Lets everything that waits on promises happen. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

describe('Outbox', () => {
  test('sends an answer at once and forgets it when the server has it', async () => {
    const [storage, server] = [new MemoryStorage(), new FakeServer()];
    const { outbox, outcomes } = openTab(storage, server);
    outbox.add(give('a', 4));
    expect(outbox.has('a')).toBe(true);
    await settle();
    expect(server.answers).toEqual(new Map([['a', 4]]));
    expect(outcomes).toEqual([{ waiting: 0, failure: undefined, settled: 1, refusal: '' }]);
    expect([storage.length, outbox.waiting, outbox.has('a')]).toEqual([0, 0, false]);
  });

  test('tries again after 1, 2, 4 … seconds, at most 30, and reports each failure', async () => {
    vi.useFakeTimers();
    const server = new FakeServer();
    server.fates = Array.from({ length: 8 }, () => 'lost');
    const { outbox, outcomes } = openTab(new MemoryStorage(), server);
    outbox.add(give('a', 4));
    await settle();
    const waits: number[] = [];
    for (let sent = 1; sent <= 8; sent += 1) {
      let waited = 0;
      while (server.requests.length === sent) {
        await vi.advanceTimersByTimeAsync(1000);
        waited += 1;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    expect(outcomes.map(({ waiting }) => waiting)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0]);
    vi.useRealTimers();
  });

  test('an answer changed while it was on its way is sent again, and the change wins', async () => {
    const server = new FakeServer();
    const { outbox } = openTab(new MemoryStorage(), server);
    outbox.add(give('a', 1));
    outbox.add(give('a', 5));
    await settle();
    expect(server.answers.get('a')).toBe(5);
    expect(outbox.waiting).toBe(0);
  });

  test('an answer that was taken back counts as none', () => {
    const server = new FakeServer();
    server.fates = ['lost'];
    const { outbox } = openTab(new MemoryStorage(), server);
    outbox.add({ record_id: 'a', status: 'draft', values: {} });
    expect([outbox.has('a'), outbox.waiting]).toEqual([false, 1]);
    outbox.stop();
  });

  test('one refused answer is reported once and does not hold up the others', async () => {
    const server = new FakeServer();
    server.fates = ['lost'];
    server.refused.add('a');
    const { outbox, outcomes } = openTab(new MemoryStorage(), server);
    outbox.add(give('a', 1));
    await settle();
    outbox.add(give('b', 2));
    await settle();
    expect(server.answers).toEqual(new Map([['b', 2]]));
    expect(outcomes.at(-1)).toEqual({ waiting: 0, failure: undefined, settled: 2, refusal: 'not found' });
  });

  test('sends 50 at a time, oldest first', async () => {
    const server = new FakeServer();
    server.fates = ['lost'];
    const { outbox } = openTab(new MemoryStorage(), server);
    for (let index = 0; index < 120; index += 1) outbox.add(give(`r${index}`, 3));
    await settle();
    await outbox.send();
    await settle();
    expect(server.requests.map((request) => request.length)).toEqual([50, 50, 50, 20]);
    expect(server.answers.size).toBe(120);
  });

  test('sends from memory if storage is full, and the newest version counts', async () => {
    const [storage, server] = [new MemoryStorage(), new FakeServer()];
    server.fates = ['lost', 'lost', 'lost'];
    const { outbox } = openTab(storage, server);
    outbox.add(give('a', 1));
    await settle();
    storage.isFull = true;
    outbox.add(give('a', 2));
    outbox.add(give('b', 3));
    await settle();
    expect(outbox.waiting).toBe(2);
    await outbox.send();
    await settle();
    await outbox.send();
    await settle();
    expect(server.answers).toEqual(
      new Map([
        ['a', 2],
        ['b', 3],
      ]),
    );
    expect([outbox.waiting, storage.length]).toEqual([0, 0]);
  });

  test('the waiting answers of another rater in the same browser are left alone', async () => {
    const [storage, server] = [new MemoryStorage(), new FakeServer()];
    storage.setItem('prank-outbox-bob-x', JSON.stringify({ ...give('x', 1), given_at: 1 }));
    const { outbox } = openTab(storage, server);
    await outbox.send();
    expect([server.requests.length, storage.length]).toEqual([0, 1]);
  });

  test('whatever fails, closes or happens in another tab, the last answer to each prompt arrives', async () => {
    const action = fc.oneof(
      fc.record({
        kind: fc.constant('give' as const),
        tab: fc.nat(1),
        record: fc.nat(3),
        value: fc.integer({ min: 1, max: 5 }),
      }),
      fc.record({ kind: fc.constant('send' as const), tab: fc.nat(1) }),
      fc.record({ kind: fc.constant('reopen' as const), tab: fc.nat(1) }),
      fc.record({ kind: fc.constant('wait' as const), tab: fc.nat(1) }),
    );
    const fates = fc.array(fc.constantFrom<Fate>('stored', 'lost', 'unacknowledged'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), fates, async (actions, planned) => {
        const [storage, server, lock] = [new MemoryStorage(), new FakeServer(), makeLock()];
        server.fates = [...planned];
        const last = new Map<string, number>();
        const tabs = [openTab(storage, server, lock), openTab(storage, server, lock)];
        for (const step of actions) {
          const tab = tabs[step.tab];
          switch (step.kind) {
            case 'give':
              last.set(`r${step.record}`, step.value);
              tab?.outbox.add(give(`r${step.record}`, step.value));
              break;
            case 'send':
              await tab?.outbox.send();
              break;
            case 'reopen':
              tab?.outbox.stop();
              tabs[step.tab] = openTab(storage, server, lock);
              break;
            case 'wait':
              await settle();
              break;
          }
        }
        await settle();
        server.fates = [];
        for (const { outbox } of tabs) {
          await outbox.send();
          await settle();
          outbox.stop();
        }
        expect(server.answers).toEqual(last);
        expect(storage.length).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
