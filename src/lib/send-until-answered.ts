import type { AxiosResponse } from 'axios';
import type { Outcome } from './http.ts';
import { isLasting } from './network/failure.ts';
import { type Clock, retryDelayMs, type RetryLimits } from './retry.ts';

/** How to interpret one server's responses, and how patient to be. */
export interface SendRules {
  clock: Clock;
  signal: AbortSignal | undefined;
  /** Called after each failure, because the limits may depend on what is known about the server by then. */
  limits: () => RetryLimits;
  /** May be sent again if the outcome is unknown (5xx, reset, timeout). A 429 was certainly not carried out. */
  repeatable: boolean;
  isAnswer: (response: AxiosResponse<unknown>) => boolean;
  /** The error of the party who must act. */
  toFailure: (outcome: Outcome) => Error | Promise<Error>;
  /** The pause that the server asks for, as a `Retry-After` value. */
  retryAfter: (response: AxiosResponse<unknown> | null) => string | null;
  /** Called before each wait. */
  onWait?: (delayMs: number, status: number | null) => void;
}

/** Sends until the server responds or no retry is left; then throws the last failure. */
export async function sendUntilAnswered(
  sendOnce: () => Promise<Outcome>,
  { clock, signal, limits, repeatable, isAnswer, toFailure, retryAfter, onWait }: SendRules,
): Promise<AxiosResponse<unknown>> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await sendOnce();
    if (outcome.response !== null && isAnswer(outcome.response)) return outcome.response;
    const failure = await toFailure(outcome);
    const status = outcome.response?.status ?? null;
    const pause = { retryAfter: retryAfter(outcome.response), nowMs: clock.now(), random: clock.random() };
    const delayMs = retryDelayMs({ attempt, status, ...pause }, limits());
    if (delayMs === null || isLasting(outcome) || !(repeatable || status === 429)) throw failure;
    onWait?.(delayMs, status);
    await clock.sleep(delayMs, signal);
  }
}
