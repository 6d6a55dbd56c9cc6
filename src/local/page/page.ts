// What the page shows: sign in, choose a dataset, rate.

import { call, isSignedOut, keepSession, readSession, signInByPassword } from './api.ts';
import { isJoining, isOrganizing } from './place.ts';
import { Rating } from './rating.ts';
import { count } from './text.ts';
import type { Items, WireDataset, WireUser } from './wire.ts';

export type Screen = 'loading' | 'join' | 'sign-in' | 'datasets' | 'rating' | 'organizer';

export type Credentials = { username: string; password: string } | { key: string };

const retryMs = 3000;

export class RatingPage {
  readonly #onChange: () => void;
  screen: Screen = 'loading';
  user: WireUser | undefined;
  datasets: WireDataset[] = [];
  /** Names of workspaces by id. */
  workspaces = new Map<string, string>();
  dataset: WireDataset | undefined;
  rating: Rating | undefined;
  /** What screen readers are to say. */
  said = '';
  #notice = '';

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A message at the top of the page; empty if there is none. */
  get notice(): string {
    return this.#notice || this.rating?.refusal || this.rating?.problem || '';
  }

  async start(): Promise<void> {
    this.#leaveRating();
    if (isJoining()) return this.#show('join');
    if (readSession() === null) return this.#show('sign-in');
    // The form of a failed sign-in keeps what was typed.
    if (this.screen !== 'sign-in') this.#show('loading');
    try {
      await this.#readDatasets();
      this.#notice = '';
    } catch (error) {
      if (isSignedOut(error)) keepSession(null);
      if (isJoining()) return this.#show('join');
      if (readSession() === null) return this.#show('sign-in', messageOf(error));
      this.#show('loading', `${messageOf(error)} Trying again…`);
      setTimeout(() => void this.start(), retryMs);
      return;
    }
    if (isOrganizing()) return this.#show('organizer');
    const byPath = this.datasets.find(({ id }) => location.pathname.split('/').includes(id));
    const only = byPath ?? (this.datasets.length === 1 ? this.datasets[0] : undefined);
    if (only === undefined) this.#show('datasets');
    else await this.openDataset(only);
  }

  /** Resolves to whether it worked. If not, the page says why. */
  async signIn(credentials: Credentials): Promise<boolean> {
    try {
      if ('key' in credentials) keepSession(credentials);
      else await signInByPassword(credentials.username, credentials.password);
      await this.start();
    } catch (error) {
      this.say(messageOf(error));
    }
    return readSession() !== null;
  }

  signOut(): void {
    const waiting = this.rating?.waiting ?? 0;
    keepSession(null);
    const kept = `${count(waiting, 'answer')} ${waiting === 1 ? 'is' : 'are'} kept in this browser. Sign in again to send what waits.`;
    this.#leaveRating();
    this.#show('sign-in', waiting === 0 ? '' : kept);
  }

  async openDataset(dataset: WireDataset): Promise<void> {
    const { user } = this;
    if (user === undefined) return;
    this.#leaveRating();
    const rating = new Rating({
      user,
      dataset,
      storage: localStorage,
      onChange: this.#onChange,
      onSay: (text) => {
        this.said = text;
        this.#onChange();
      },
      onSignedOut: () => {
        if (this.rating !== rating) return;
        keepSession(null);
        this.#leaveRating();
        this.#show('sign-in', 'Your session has ended. Sign in again to go on; your answers are kept here.');
      },
    });
    this.dataset = dataset;
    this.rating = rating;
    this.#show('rating');
    try {
      await rating.open();
    } catch (error) {
      if (this.rating === rating) this.showDatasets(messageOf(error));
    }
  }

  showDatasets(notice = ''): void {
    this.#leaveRating();
    this.#show('datasets', notice);
  }

  /** Shows a message at the top; '' clears it. */
  say(notice: string): void {
    this.#show(this.screen, notice);
  }

  async #readDatasets(): Promise<void> {
    this.user = await call<WireUser>('GET', '/me');
    const [{ items }, { items: workspaces }] = await Promise.all([
      call<Items<WireDataset>>('GET', '/me/datasets?status=ready'),
      call<Items<{ id: string; name: string }>>('GET', '/me/workspaces'),
    ]);
    this.datasets = items;
    this.workspaces = new Map(workspaces.map(({ id, name }) => [id, name]));
  }

  #leaveRating(): void {
    this.rating?.close();
    this.rating = undefined;
    this.dataset = undefined;
    this.said = '';
  }

  #show(screen: Screen, notice = ''): void {
    this.screen = screen;
    this.#notice = notice;
    if (screen === 'sign-in') this.user = undefined;
    this.#onChange();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
