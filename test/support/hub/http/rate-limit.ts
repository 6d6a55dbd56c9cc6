import type { HubRequest } from './exchange.ts';

export type LimitClass = 'api' | 'resolvers' | 'pages';
export type Quotas = Record<LimitClass, number>;

const windowSeconds = 300;

/** Counts per token and class in fixed windows of five minutes, and reports it in headers. */
export class RateLimits {
  readonly quotas: Quotas;
  readonly #clock: () => number;
  readonly #used = new Map<string, number>();
  #window = -1;

  constructor(quotas: Quotas, clock: () => number) {
    this.quotas = quotas;
    this.#clock = clock;
  }

  /** Counts the request. `exceeded` = the quota was used up before it. */
  count(request: HubRequest): { headers: Record<string, string>; exceeded: boolean } {
    const limitClass = classOf(request.path);
    const quota = this.quotas[limitClass];
    const seconds = Math.floor(this.#clock() / 1000);
    const window = Math.floor(seconds / windowSeconds);
    if (window !== this.#window) this.#used.clear();
    this.#window = window;
    const key = `${limitClass} ${request.headers.authorization ?? ''}`;
    const used = (this.#used.get(key) ?? 0) + 1;
    this.#used.set(key, used);
    return {
      headers: {
        ratelimit: `"${limitClass}";r=${Math.max(0, quota - used)};t=${(window + 1) * windowSeconds - seconds}`,
        'ratelimit-policy': `"fixed window";"${limitClass}";q=${quota};w=${windowSeconds}`,
      },
      exceeded: used > quota,
    };
  }
}

function classOf(path: string): LimitClass {
  if (path.includes('/resolve/')) return 'resolvers';
  return path.startsWith('/api/') || path.includes('.git/') || path.startsWith('/oauth/') ? 'api' : 'pages';
}
