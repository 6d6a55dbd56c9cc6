// The prompts waiting for this rater, a few ahead of the one on the screen.

import { call } from './api.js';

const pageSize = 20;
const responseStatus = { entity: 'response', property: 'status' };
const isOpen = { type: 'terms', scope: { entity: 'record', property: 'status' }, values: ['pending'] };

const filtered = (...and) => ({ filters: { and } });

export class Queue {
  #path;
  #records = [];
  #isAnswered;
  #loading = null;
  /** Ids ever queued. The prompt on the screen is still open on the server, but must not be queued twice. */
  #seen = new Set();
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
    if (this.#records.length < 5) this.load().catch(() => {});
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
    // Answers still being sent look open to the server, so request three pages instead of one.
    const found = await call('POST', `${this.#path}?limit=${pageSize * 3}`, filtered(mine, isOpen));
    const fresh = found.items.map(({ record }) => record).filter(({ id }) => !this.#seen.has(id) && !this.#isAnswered(id));
    for (const record of fresh.slice(0, pageSize)) {
      this.#seen.add(record.id);
      this.#records.push(record);
    }
    this.left = found.total;
  }

  /** The rater's own latest answers, newest prompt first. */
  async listAnswered() {
    const given = { type: 'terms', scope: responseStatus, values: ['submitted', 'discarded'] };
    const sort = [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'desc' }];
    const found = await call('POST', `${this.#path}?limit=50&include=responses`, { ...filtered(given), sort });
    return found.items.map(({ record }) => record);
  }
}
