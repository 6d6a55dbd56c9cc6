// Answers on their way to the server. The browser keeps each of them until the server acknowledges it, so neither a lost
// connection nor a closed tab loses one. The server keeps one answer per rater and prompt, so sending one twice is safe.

import type { KeyValue } from './key-value.ts';
import type { WireAnswer } from './wire.ts';

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** The server accepts 100 answers at once. */
const batchSize = 50;

interface KeptAnswer extends WireAnswer {
  /** Milliseconds since the epoch, or one more than the answer that it replaces. Tells versions apart. */
  given_at: number;
}

export interface Outcome {
  /** How many answers are still not acknowledged. */
  waiting: number;
  /** Why the last attempt failed; undefined if it succeeded. */
  failure: unknown;
  /** How many answers the server accepted or finally refused. */
  settled: number;
  /** Why the server finally refused an answer; empty if it refused none. */
  refusal: string;
}

export interface OutboxPorts {
  storage: KeyValue;
  /** Resolves to one message per answer, empty if it is stored. Throws if the server may not have them. */
  send(answers: readonly WireAnswer[]): Promise<readonly string[]>;
  /** Runs `task` while no other tab runs one. */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  now(): number;
  onOutcome(outcome: Outcome): void;
}

export class Outbox {
  readonly #prefix: string;
  readonly #ports: OutboxPorts;
  /** Answers that could not be stored, because storage is full or forbidden. */
  readonly #unstored = new Map<string, KeptAnswer>();
  #isSending = false;
  #isStopped = false;
  #waitMs = firstWaitMs;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(userId: string, ports: OutboxPorts) {
    this.#prefix = `prank-outbox-${userId}-`;
    this.#ports = ports;
  }

  /** Answers that wait, also those of other tabs. */
  get waiting(): number {
    return this.#list().length;
  }

  /** Whether an answer to this record waits. One that is taken back is none. */
  has(recordId: string): boolean {
    const kept = this.#find(recordId);
    return kept !== undefined && kept.status !== 'draft';
  }

  /** Stores an answer, replacing an older one to the same record, and sends it. */
  add(answer: WireAnswer): void {
    const given_at = Math.max(this.#ports.now(), (this.#find(answer.record_id)?.given_at ?? 0) + 1);
    this.#keep({ ...answer, given_at });
    void this.send();
  }

  /** Sends what waits, and tries again later if that fails. */
  async send(): Promise<void> {
    if (this.#isSending || this.#isStopped) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    let outcome: Outcome | undefined;
    try {
      outcome = await this.#ports.exclusively(() => this.#sendBatch());
      this.#waitMs = firstWaitMs;
    } catch (failure) {
      outcome = { waiting: this.waiting, failure, settled: 0, refusal: '' };
      this.#sendLater();
    } finally {
      this.#isSending = false;
    }
    if (outcome === undefined || this.#isStopped) return;
    this.#ports.onOutcome(outcome);
    if (outcome.failure === undefined && outcome.waiting > 0) void this.send();
  }

  /** Sends no more. What waits stays stored. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** undefined if nothing waits. */
  async #sendBatch(): Promise<Outcome | undefined> {
    // Read here, while no other tab sends: what another tab has sent is gone from storage, and what it replaced is new.
    const batch = this.#list().slice(0, batchSize);
    if (batch.length === 0) return undefined;
    const messages = await this.#ports.send(batch.map(({ given_at: _given, ...answer }) => answer));
    for (const answer of batch) this.#settle(answer);
    const refusal = messages.find((message) => message !== '') ?? '';
    return { waiting: this.waiting, failure: undefined, settled: batch.length, refusal };
  }

  #sendLater(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.send(), this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }

  #keep(answer: KeptAnswer): void {
    try {
      this.#ports.storage.setItem(this.#prefix + answer.record_id, JSON.stringify(answer));
      this.#unstored.delete(answer.record_id);
    } catch {
      this.#unstored.set(answer.record_id, answer);
    }
  }

  /** Forgets an answer that the server has, and what it replaced, unless the rater changed it meanwhile. */
  #settle({ record_id: recordId, given_at: givenAt }: KeptAnswer): void {
    const isSettled = (kept: KeptAnswer | undefined): boolean => kept !== undefined && kept.given_at <= givenAt;
    if (isSettled(this.#unstored.get(recordId))) this.#unstored.delete(recordId);
    const name = this.#prefix + recordId;
    if (isSettled(this.#readStored(name))) this.#ports.storage.removeItem(name);
  }

  /** In the order in which they were given. */
  #list(): KeptAnswer[] {
    const ids = new Set(this.#unstored.keys());
    for (const name of this.#storedNames()) ids.add(name.slice(this.#prefix.length));
    const kept = [...ids].map((id) => this.#find(id)).filter((answer) => answer !== undefined);
    return kept.toSorted((a, b) => a.given_at - b.given_at);
  }

  /** The newest version. */
  #find(recordId: string): KeptAnswer | undefined {
    const [stored, unstored] = [this.#readStored(this.#prefix + recordId), this.#unstored.get(recordId)];
    return unstored !== undefined && unstored.given_at > (stored?.given_at ?? 0) ? unstored : stored;
  }

  #storedNames(): string[] {
    try {
      const { storage } = this.#ports;
      const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      return names.filter((name) => name.startsWith(this.#prefix));
    } catch {
      return [];
    }
  }

  #readStored(name: string): KeptAnswer | undefined {
    try {
      return JSON.parse(this.#ports.storage.getItem(name) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  }
}
