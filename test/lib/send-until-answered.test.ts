import { AxiosHeaders, type AxiosResponse } from 'axios';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/lib/http.ts';
import { sendUntilAnswered, type SendRules } from '../../src/lib/send-until-answered.ts';

function answer(status: number): Outcome {
  const response: AxiosResponse<unknown> = {
    status,
    statusText: '',
    data: '',
    headers: {},
    config: { headers: new AxiosHeaders() },
  };
  return { proxy: null, response, error: null };
}

const noAnswer: Outcome = { proxy: null, response: null, error: new Error('reset') };

/** Sends to a server with these outcomes in turn. Returns the result and the waits. */
async function run(outcomes: Outcome[], rules: Partial<SendRules> = {}): Promise<{ result: unknown; waits: number[] }> {
  const waits: number[] = [];
  const sending = sendUntilAnswered(async () => outcomes.shift() ?? noAnswer, {
    clock: {
      now: () => 0,
      sleep: async (delayMs) => {
        waits.push(delayMs);
      },
      random: () => 1,
    },
    signal: undefined,
    limits: () => ({ retries: 2, baseMs: 100, maxMs: 1_000 }),
    repeatable: true,
    isAnswer: ({ status }) => status === 200,
    toFailure: ({ response }) => new Error(`failed with ${response?.status ?? 'no answer'}`),
    retryAfter: () => null,
    ...rules,
  });
  const result = await sending.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof Error ? error.message : error),
  );
  return { result, waits };
}

describe('sendUntilAnswered', () => {
  it('returns the first answer', async () => {
    expect(await run([answer(200)])).toEqual({ result: 200, waits: [] });
  });

  it('waits longer before each further try', async () => {
    expect(await run([noAnswer, answer(503), answer(200)])).toEqual({ result: 200, waits: [100, 200] });
  });

  it('throws the last failure when the retries are spent', async () => {
    const { result, waits } = await run([answer(500), answer(502), answer(503), answer(200)]);
    expect(result).toBe('failed with 503');
    expect(waits).toHaveLength(2);
  });

  it('does not repeat what may have been done, but repeats what was refused for its rate', async () => {
    expect(await run([answer(503), answer(200)], { repeatable: false })).toEqual({
      result: 'failed with 503',
      waits: [],
    });
    expect(await run([noAnswer], { repeatable: false })).toEqual({ result: 'failed with no answer', waits: [] });
    expect(await run([answer(429), answer(200)], { repeatable: false })).toEqual({ result: 200, waits: [100] });
  });

  it('waits as long as the server asks, and says so', async () => {
    const said: unknown[] = [];
    const onWait = (...what: unknown[]): void => void said.push(what);
    const { waits } = await run([answer(429), answer(200)], { retryAfter: () => '7', onWait });
    expect(waits).toEqual([7_000]);
    expect(said).toEqual([[7_000, 429]]);
  });
});
