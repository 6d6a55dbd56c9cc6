/** Pause after a renewal that failed, as in the official client. */
const pauseMs = 5 * 60_000;

/** Returns the token for a request; null = anonymous. It may have to get a new one first. */
export type TokenSource = () => Promise<string | null>;

export interface TimedToken {
  token: string;
  /** When to get another one; milliseconds since the epoch. */
  renewMs: number;
  /** When the Hub no longer accepts it. */
  endsMs: number;
}

/**
 * Hands out `first` until it is time to renew it, then what `renew` returns. Requests at the same time share one renewal.
 * If it fails, the old token is used while it is good, and the next try comes after some minutes.
 */
export function renewToken(first: TimedToken, renew: () => Promise<TimedToken>, now: () => number): TokenSource {
  let current = first;
  let renewing: Promise<TimedToken> | null = null;
  return async () => {
    if (now() < Math.min(current.renewMs, current.endsMs)) return current.token;
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    try {
      current = await renewing;
    } catch (error) {
      if (now() >= current.endsMs) throw error;
      current = { ...current, renewMs: now() + pauseMs };
    }
    return current.token;
  };
}
