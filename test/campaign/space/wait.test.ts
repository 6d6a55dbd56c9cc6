import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/argilla/connection.ts';
import { ArgillaHttpError, ArgillaUnreachableError, toHttpError } from '../../../src/argilla/http-error.ts';
import { waitForArgilla, type WaitOptions } from '../../../src/campaign/space/wait.ts';
import type { HubConnection } from '../../../src/hub/connection.ts';
import type { Event } from '../../../src/model.ts';

const me = { id: '6f1a1f0e-8b0a-4f53-9d52-6d1c9e3f7a11', username: 'o', role: 'owner' };

function none(): never {
  throw new Error('not asked for here');
}

/** A Hub that reports one stage after the other, the last one forever; `stage@commit`. */
function hubOf(stages: string[]): HubConnection & { looks: () => number } {
  let looks = 0;
  const request: HubConnection['request'] = async ({ schema }) => {
    const [stage, sha] = (stages[Math.min(looks, stages.length - 1)] ?? '').split('@');
    looks += 1;
    return schema.parse({ stage, ...(sha === undefined ? {} : { sha }) });
  };
  const unused = { send: none, download: none, fetcher: none };
  return { endpoint: 'https://hub', request, ...unused, requestCount: () => looks, looks: () => looks };
}

/** An Argilla that gives one response after the other, the last one forever. */
function argillaOf(answers: (Error | 'me')[]): Connection & { visits: () => number } {
  let visits = 0;
  return {
    url: 'https://o-s.hf.space',
    async request({ schema }) {
      const answer = answers[Math.min(visits, answers.length - 1)] ?? 'me';
      visits += 1;
      if (answer === 'me') return schema.parse(me);
      throw answer;
    },
    requestCount: () => visits,
    visits: () => visits,
  };
}

/** Time passes only during sleeps. */
function createMovingClock() {
  let now = 0;
  return {
    now: () => now,
    random: () => 0,
    async sleep(ms: number) {
      now += ms;
    },
  };
}

async function wait(
  stages: string[],
  answers: (Error | 'me')[] = ['me'],
  changed: WaitOptions['changed'] = { settings: false, commit: null },
) {
  const hub = hubOf(stages);
  const connection = argillaOf(answers);
  const clock = createMovingClock();
  const told: string[] = [];
  const emit = (event: Event): void => void (event.type === 'info' && told.push(event.text));
  const host = { clock, signal: new AbortController().signal };
  const options = { deadlineMs: 600_000, changed };
  const outcome = await waitForArgilla({ hub, space: 'o/s', connection }, host, options, emit).then(
    ({ stage }) => stage,
    (error: unknown) => error,
  );
  return { outcome, told, looks: hub.looks(), visits: connection.visits(), seconds: clock.now() / 1000 };
}

const unavailable = new ArgillaHttpError(503, 'starting', {});
const untrusted = new ArgillaUnreachableError('certificate_refused', 'expired');
const nothing = { settings: false, commit: null };
const settings = { settings: true, commit: null };
const commit = { settings: false, commit: 'new' };

describe('waitForArgilla', () => {
  it('is done at once and silent if nothing was changed and everything is up', async () => {
    expect(await wait(['RUNNING'])).toEqual({ outcome: 'RUNNING', told: [], looks: 1, visits: 1, seconds: 0 });
  });

  it('reports every stage once', async () => {
    const { told } = await wait(['BUILDING', 'BUILDING', 'APP_STARTING', 'RUNNING'], ['me'], commit);
    expect(told).toEqual(['o/s: building', 'o/s: app starting', 'o/s: running']);
  });

  const patience: [string, string[], WaitOptions['changed'], number][] = [
    ['a stage from before a restart', ['RUNNING', 'RUNNING', 'APP_STARTING', 'RUNNING'], settings, 4],
    ['an error from before a restart', ['BUILD_ERROR', 'BUILD_ERROR', 'BUILDING', 'RUNNING'], settings, 4],
    ['a sleep from before a restart', ['PAUSED', 'PAUSED', 'APP_STARTING', 'RUNNING'], settings, 4],
    ['the commit before', ['RUNNING@old', 'RUNNING@old', 'RUNNING_BUILDING@old', 'RUNNING@new'], commit, 4],
    ['a run of the commit before', ['BUILDING@old', 'RUNNING@old', 'RUNNING@new'], commit, 3],
    ['a commit that nobody names', ['RUNNING', 'BUILDING', 'RUNNING'], commit, 3],
    ['nothing, when the new commit runs', ['RUNNING@new'], commit, 1],
    ['a stage that prank does not know', ['DREAMING', 'RUNNING'], nothing, 2],
  ];
  it.each(patience)('ignores %s', async (_, stages, changed, looks) => {
    expect(await wait(stages, ['me'], changed)).toMatchObject({ outcome: 'RUNNING', looks });
  });

  it('trusts the stage after a minute without another one', async () => {
    const { outcome, seconds } = await wait(['RUNNING'], ['me'], settings);
    expect(outcome).toBe('RUNNING');
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThan(75);
  });

  it('waits for Argilla behind the running Space', async () => {
    expect(await wait(['RUNNING'], [unavailable, unavailable, 'me'])).toMatchObject({ outcome: 'RUNNING', visits: 3 });
  });

  it('wakes a sleeping Space with a visit', async () => {
    const { outcome, visits } = await wait(['SLEEPING', 'APP_STARTING', 'RUNNING'], [unavailable, 'me']);
    expect([outcome, visits]).toEqual(['RUNNING', 2]);
  });

  const ends: [string, string[], (Error | 'me')[], string, number][] = [
    ['a failure', ['BUILDING', 'BUILD_ERROR'], ['me'], 'space_failed', 4],
    ['one that is being deleted', ['DELETING'], ['me'], 'space_failed', 4],
    ['a pause', ['PAUSED'], ['me'], 'space_paused', 5],
    ['the deadline', ['BUILDING'], ['me'], 'space_not_ready', 4],
    ['a server that never answers', ['RUNNING'], [unavailable], 'space_not_ready', 4],
    [
      'a wrong key',
      ['RUNNING'],
      [toHttpError({ url: 'http://x', request: 'GET /me', status: 401, body: '{"detail":"no"}', location: null })],
      'argilla_key_rejected',
      3,
    ],
    ['a certificate that is not trusted', ['RUNNING'], [untrusted], 'certificate_refused', 4],
    ['a crash after it ran', ['RUNNING', 'RUNTIME_ERROR'], [unavailable], 'space_failed', 4],
  ];
  it.each(ends)('ends at %s', async (_, stages, answers, code, exitCode) => {
    expect((await wait(stages, answers)).outcome).toMatchObject({ code, exitCode });
  });

  it('asks less and less often', async () => {
    const { looks, seconds } = await wait(['BUILDING']);
    expect(seconds).toBeGreaterThanOrEqual(600);
    expect(looks).toBeLessThan(75);
  });
});
