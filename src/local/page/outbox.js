// Answers on their way to the server. This browser keeps them until the server acknowledges them, so neither a lost
// connection nor a closed tab loses one.

import { call, Refused } from './api.js';

const firstWaitMs = 1000;
const longestWaitMs = 30_000;

export class Outbox {
  #name;
  #onChange;
  #items;
  #isSending = false;
  #waitMs = firstWaitMs;
  #timer;

  /**
   * `onChange({waiting, problem, sent})` is called after each attempt: the number of waiting answers, the reason in
   * words or '', and the answers that the server accepted or finally rejected.
   */
  constructor(userId, onChange) {
    this.#name = `prank-outbox-${userId}`;
    this.#onChange = onChange;
    this.#items = this.#read();
    addEventListener('online', () => this.#sendSoon(0));
  }

  get waiting() {
    return this.#items.size;
  }

  has(recordId) {
    return this.#items.has(recordId);
  }

  /** Stores an answer, replacing an older one to the same record, and sends it. */
  add(answer) {
    const kept = { ...answer, given_at: Date.now() };
    this.#items.delete(kept.record_id);
    this.#items.set(kept.record_id, kept);
    this.#changeStored((stored) => stored.set(kept.record_id, kept));
    void this.send();
  }

  async send() {
    if (this.#isSending || this.#items.size === 0) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    const batch = [...this.#items.values()].slice(0, 50);
    let problem = '';
    let sent = [];
    try {
      const { items } = await call('POST', '/me/responses/bulk', { items: batch });
      sent = batch.map((answer, index) => ({ answer, refusal: items[index]?.error?.detail ?? '' }));
      for (const { answer } of sent) this.#settle(answer);
      this.#waitMs = firstWaitMs;
    } catch (error) {
      problem = error.message;
      if (error instanceof Refused && error.status === 401) problem = 'Your session has ended. Sign in again to send what waits.';
      this.#sendSoon(this.#waitMs);
      this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
    }
    this.#isSending = false;
    this.#onChange({ waiting: this.#items.size, problem, sent });
    if (problem === '' && this.#items.size > 0) void this.send();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#onChange = () => {};
  }

  #sendSoon(waitMs) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.send(), waitMs);
  }

  /** Forgets an answer that the server has, unless the rater changed it meanwhile. */
  #settle(answer) {
    const isSame = (kept) => kept?.given_at === answer.given_at;
    if (isSame(this.#items.get(answer.record_id))) this.#items.delete(answer.record_id);
    this.#changeStored((stored) => {
      if (isSame(stored.get(answer.record_id))) stored.delete(answer.record_id);
    });
  }

  #read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#name) ?? '[]');
      return new Map(kept.map((answer) => [answer.record_id, answer]));
    } catch {
      return new Map();
    }
  }

  /** Other tabs store their answers in the same place, so change only this one. */
  #changeStored(change) {
    const stored = this.#read();
    change(stored);
    try {
      if (stored.size === 0) localStorage.removeItem(this.#name);
      else localStorage.setItem(this.#name, JSON.stringify([...stored.values()]));
    } catch {
      // Storage is full or forbidden: the answers stay in memory and are sent from there.
    }
  }
}
