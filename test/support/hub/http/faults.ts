import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type HubRequest, json, type Origin } from './exchange.ts';
import { compilePattern, type RequestPattern } from './pattern.ts';

/** `before` = nothing was done; `after` = it was done, but the client doesn't learn about it. */
export type FaultKind =
  | 'rate-limit'
  | 'error-before'
  | 'error-after'
  | 'reset-before'
  | 'reset-after'
  | 'cut-body'
  | 'slow'
  | 'other-answer';

export interface FaultDetails {
  /** For errors; default 500. */
  status?: number;
  /** For a 429: RateLimit headers with `r=0`; default true. */
  rateLimitHeaders?: boolean;
  /** When a 429 says it ends; default 0. */
  resetSeconds?: number;
  /** For a 429: a Retry-After header. */
  retryAfterSeconds?: number;
  /** For `slow`; default 300. */
  delayMs?: number;
  /** For `other-answer`: what comes instead, although nothing was done. */
  answer?: Answer;
}

export interface WrittenFault extends FaultDetails {
  match: RequestPattern;
  kind: FaultKind;
  /** Default: all origins. */
  origin?: Origin;
  /** How many matching requests fail; default 1. */
  times?: number;
  /** How many matching requests succeed first; default 0. */
  skip?: number;
}

export interface WrittenStorm extends FaultDetails {
  seed: number;
  /** Share of all requests that fail, 0 to 1. */
  share: number;
  kinds?: FaultKind[];
  /** Whether requests to Spaces fail too; default false. */
  spaces?: boolean;
}

export interface FaultHandle {
  /** How many requests have failed because of it. */
  hits(): number;
  stop(): void;
}

/** The fault of one request. */
export interface Fault extends FaultDetails {
  kind: FaultKind;
}

type Decide = (request: HubRequest) => Fault | null;

const stormKinds: FaultKind[] = [
  'rate-limit',
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
  'cut-body',
];

/** Decides which requests fail, and how: first the single faults that tests ask for, then storms. */
export class FaultBook {
  readonly #deciders: Decide[] = [];

  add({ match, times = 1, skip = 0, origin, ...fault }: WrittenFault): FaultHandle {
    const matches = compilePattern(match);
    let toSkip = skip;
    let left = times;
    return this.#enter((request) => {
      if (left === 0 || (origin ?? request.origin) !== request.origin || !matches(request)) return null;
      if (toSkip > 0) {
        toSkip -= 1;
        return null;
      }
      left -= 1;
      return fault;
    });
  }

  /** Whether a request fails depends only on the seed, its method and path, and how often it came. */
  storm({ seed, share, kinds = stormKinds, spaces = false, ...details }: WrittenStorm): FaultHandle {
    const seen = new Map<string, number>();
    return this.#enter((request) => {
      if (request.origin === 'space' && !spaces) return null;
      // Commit hashes differ from run to run because of their dates.
      const name = `${request.method} ${request.path}`.replaceAll(/[\da-f]{32,}/gu, '<hash>');
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      const digest = createHash('sha256').update(`${seed} ${name} ${nth}`).digest();
      const kind = kinds[digest.readUInt32BE(4) % kinds.length];
      return kind !== undefined && digest.readUInt32BE(0) < share * 2 ** 32 ? { kind, ...details } : null;
    });
  }

  #enter(decide: Decide): FaultHandle {
    let hits = 0;
    const counting: Decide = (request) => {
      const fault = decide(request);
      if (fault !== null) hits += 1;
      return fault;
    };
    this.#deciders.push(counting);
    return {
      hits: () => hits,
      stop: () => {
        const index = this.#deciders.indexOf(counting);
        if (index !== -1) this.#deciders.splice(index, 1);
      },
    };
  }

  clear(): void {
    this.#deciders.length = 0;
  }

  next(request: HubRequest): Fault | null {
    for (const decide of this.#deciders) {
      const fault = decide(request);
      if (fault !== null) return fault;
    }
    return null;
  }
}

/** What is sent: a whole response, half of one, or only the end of the connection. */
export type Delivery = { kind: 'whole' | 'half'; answer: Answer } | { kind: 'reset' };

/** Carries out the request, or not, depending on the fault. */
export async function sufferFault(fault: Fault, perform: () => Promise<Answer>): Promise<Delivery> {
  switch (fault.kind) {
    case 'rate-limit':
      return { kind: 'whole', answer: rateLimited(fault) };
    case 'error-before':
      return { kind: 'whole', answer: serverError(fault) };
    case 'error-after':
      closeStream(await perform());
      return { kind: 'whole', answer: serverError(fault) };
    case 'reset-before':
      return { kind: 'reset' };
    case 'reset-after':
      closeStream(await perform());
      return { kind: 'reset' };
    case 'cut-body': {
      const answer = await perform();
      return answer.body.length > 1 ? { kind: 'half', answer } : { kind: 'reset' };
    }
    case 'slow':
      await sleep(fault.delayMs ?? 300);
      return { kind: 'whole', answer: await perform() };
    case 'other-answer':
      return { kind: 'whole', answer: fault.answer ?? serverError(fault) };
  }
}

/** A response that nobody will read must not open anything, so its stream is never started. */
function closeStream(answer: Answer): void {
  delete answer.stream;
}

function serverError({ status = 500 }: Fault): Answer {
  return json({ error: 'Internal Error - We are working hard to fix this as soon as possible!' }, { status });
}

function rateLimited({ rateLimitHeaders = true, resetSeconds = 0, retryAfterSeconds }: Fault): Answer {
  const headers: Answer['headers'] = {
    ...(rateLimitHeaders
      ? { ratelimit: `"api";r=0;t=${resetSeconds}`, 'ratelimit-policy': '"fixed window";"api";q=1000;w=300' }
      : { ratelimit: [], 'ratelimit-policy': [] }),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  return json({ error: 'We had to rate limit you, you hit the quota of API requests.' }, { status: 429, headers });
}
