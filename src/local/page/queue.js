// The prompts waiting for this rater, a few ahead of the one on the screen.

import { call } from './api.js';

/** Prompts to hold: the one on the screen and three ahead. The server holds what a search for at most 10 returns. */
const ahead = 4;
const mostAtOnce = 10;
const responseStatus = { entity: 'response', property: 'status' };
const isOpen = { type: 'terms', scope: { entity: 'record', property: 'status' }, values: ['pending'] };

const filtered = (...and) => ({ filters: { and } });

export class Queue {
  #path;
  #records = [];
  #isAnswered;
  #loading = null;
  /** Ids handed out. The prompt on the screen is still open on the server, but must not be shown twice. */
  #shown = new Set();
  /** Ids that the server holds for this rater. */
  #held = [];
  /** How many prompts the server had left for this rater at the last request. */
  left = 0;

  /** `isAnswered(recordId)` knows about answers that the server may not have yet. */
  constructor(datasetId, isAnswered) {
    this.#path = `/me/datasets/${datasetId}/records/search`;
    this.#isAnswered = isAnswered;
  }

  /** The next prompt; undefined if none is left. If it has to send a request, it throws like `call`. */
  async next() {
    if (this.#records.length === 0) await this.load();
    const record = this.#records.shift();
    if (record !== undefined) this.#shown.add(record.id);
    // Each time, because others may have completed or taken over what waits here.
    this.load().catch(() => {});
    return record;
  }

  load() {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load() {
    const mine = { type: 'terms', scope: responseStatus, values: ['pending', 'draft'] };
    // Answers still being sent look open to the server, so request that many more.
    const unsent = this.#held.filter((id) => this.#isAnswered(id)).length;
    const found = await call('POST', `${this.#path}?limit=${Math.min(mostAtOnce, ahead + unsent)}`, filtered(mine, isOpen));
    const held = found.items.map(({ record }) => record);
    this.#held = held.map(({ id }) => id);
    this.#records = held.filter(({ id }) => !this.#shown.has(id) && !this.#isAnswered(id));
    this.left = found.total;
  }

  /** Tells the server that the rater leaves: others get what is held. */
  leave() {
    call('DELETE', this.#path.replace('records/search', 'holds')).catch(() => {});
  }

  /** The rater's own latest answers, newest prompt first. */
  async listAnswered() {
    const given = { type: 'terms', scope: responseStatus, values: ['submitted', 'discarded'] };
    const sort = [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'desc' }];
    const found = await call('POST', `${this.#path}?limit=50&include=responses`, { ...filtered(given), sort });
    return found.items.map(({ record }) => record);
  }
}
