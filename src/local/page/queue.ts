// The prompts waiting for this rater, a few ahead of the one on the screen.

import { call, Refused } from './api.ts';
import type { Found, WireRecord } from './wire.ts';

/** Prompts that are ready, so that rating never waits. More would go stale while other people answer them. */
const ahead = 4;
const refillBelow = 4;
/** How long a rater may wait for the check at most. */
const checkMs = 300;

const responseStatus = { entity: 'response', property: 'status' };
const isOpen = { type: 'terms', scope: { entity: 'record', property: 'status' }, values: ['pending'] };
const isMine = { type: 'terms', scope: responseStatus, values: ['pending', 'draft'] };
const isAnswered = { type: 'terms', scope: responseStatus, values: ['submitted', 'discarded'] };

export interface QueueOptions {
  datasetId: string;
  userId: string;
  /** Whether this page has shown the record, or has an answer to it that the server may not have yet. */
  isKnown(recordId: string): boolean;
  /** How many records the server counts as open that the page has shown or answered. */
  countKnownOpen(): number;
  /** Called when `left` has changed by itself. */
  onLoad(): void;
}

export class Queue {
  readonly #options: QueueOptions;
  readonly #path: string;
  #records: WireRecord[] = [];
  /** Ids that were queued and then dropped. */
  readonly #dropped = new Set<string>();
  #loading: Promise<void> | null = null;
  /** How many prompts the server has for this rater that the page has not shown yet, as far as it knows. */
  left = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#path = `/me/datasets/${options.datasetId}/records/search`;
  }

  /** Whether the next prompt is here already. */
  get isReady(): boolean {
    return this.#records.length > 0;
  }

  /** The next prompt; undefined if none is left. If it has to send a request, it throws like `call`. */
  async next(): Promise<WireRecord | undefined> {
    for (;;) {
      const isFresh = this.#records.length === 0;
      if (isFresh) await this.load();
      const record = this.#records.shift();
      if (record === undefined) return undefined;
      this.left = Math.max(0, this.left - 1);
      const { id } = record;
      if (!this.#options.isKnown(id) && (isFresh || (await this.#isStillWanted(id)))) {
        if (this.#records.length < refillBelow) void this.load().catch(() => {});
        return record;
      }
      this.#dropped.add(id);
    }
  }

  /** Drops a prompt that another tab has answered. */
  drop(recordId: string): void {
    const kept = this.#records.filter(({ id }) => id !== recordId);
    if (kept.length < this.#records.length) this.left = Math.max(0, this.left - 1);
    this.#records = kept;
    this.#dropped.add(recordId);
  }

  /** Offers dropped prompts again if the server still has them. */
  forgetDropped(): void {
    this.#dropped.clear();
  }

  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const filters = { and: [isMine, isOpen] };
    for (let limit = ahead + this.#options.countKnownOpen(); ; limit *= 4) {
      const found = await call<Found>('POST', `${this.#path}?limit=${Math.min(limit, 1000)}`, { filters });
      const queued = new Set(this.#records.map(({ id }) => id));
      const isNew = ({ id }: WireRecord): boolean =>
        !queued.has(id) && !this.#dropped.has(id) && !this.#options.isKnown(id);
      const fresh = found.items.map(({ record }) => record).filter(isNew);
      this.#records.push(...fresh.slice(0, Math.max(0, ahead - this.#records.length)));
      this.left = Math.max(0, found.total - this.#countKnownIn(found));
      // Answers that wait look open to the server and can fill a page.
      if (this.#records.length > 0 || limit >= found.total || limit >= 1000) break;
    }
    this.#options.onLoad();
  }

  #countKnownIn({ items }: Found): number {
    return items.filter(({ record: { id } }) => this.#dropped.has(id) || this.#options.isKnown(id)).length;
  }

  /**
   * Whether the server still needs this rater's answer. Other people may have completed the prompt since it was fetched,
   * or the rater answered it in another tab. Without an answer in time the prompt is shown: rating never waits.
   */
  async #isStillWanted(recordId: string): Promise<boolean> {
    const checked = call<WireRecord>('GET', `/records/${recordId}`).then(
      ({ status, responses }) =>
        status === 'pending' &&
        responses?.some((own) => own.user_id === this.#options.userId && own.status !== 'draft') !== true,
      (error: unknown) => !(error instanceof Refused && error.status === 404),
    );
    const inTime = new Promise<boolean>((resolve) => {
      setTimeout(resolve, checkMs, true);
    });
    return Promise.race([checked, inTime]);
  }

  /** Tells the server that the rater leaves, so that others get what it keeps for them. Without it, they wait. */
  leave(): void {
    const path = this.#path.replace('records/search', 'holds');
    call('DELETE', path, undefined, { keepalive: true }).catch(() => {});
  }

  /** The rater's own latest answers, newest prompt first. */
  async listAnswered(): Promise<WireRecord[]> {
    const sort = [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'desc' }];
    const body = { filters: { and: [isAnswered] }, sort };
    const { items } = await call<Found>('POST', `${this.#path}?limit=50&include=responses`, body);
    return items.map(({ record }) => record);
  }
}
