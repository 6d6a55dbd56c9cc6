import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHubCalls } from '../support-hub/hub-calls.ts';
import { askDoctor, follow } from '../support/doctor-runs.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { changesOf, expectNoLeak } from '../support/space-checks.ts';
import { findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';

const name = 'organizer/rating';
const backup = 'organizer/rating-backup';

let campaign: SpaceCampaign;
let raters: TestRater[];

const send = (method: string, path: string, body?: unknown): Promise<{ status: number }> =>
  createHubCalls(campaign.hub.url).send(method, path, body);
const ask = (...words: string[]): ReturnType<typeof askDoctor> => askDoctor(campaign.run, words);

async function rewrite(change: (config: Record<string, object>) => object): Promise<void> {
  const path = join(campaign.dir, 'prank.yaml');
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
}

async function answerAs(rater: TestRater, from: number, to: number): Promise<void> {
  const owner = await campaign.owner();
  const { datasetId } = await findDeployed(owner, 'rating');
  for (const { id } of (await readAllRecords(owner, datasetId)).slice(from, to)) {
    const answer = { status: 'submitted', values: { quality: { value: 3 } } };
    expect((await rater.calls.post(`/records/${id}/responses`, answer)).status).toBe(201);
  }
}

beforeAll(async () => {
  const prompts = Array.from({ length: 6 }, (_, index) => `Count to ${index}.`);
  campaign = await startSpaceCampaign({ prompts });
  const publish = { license: 'cc-by-4.0', dataset: 'organizer/ranked', backup };
  await rewrite((config) => ({ ...config, task: { overlap: 2, wave: 'all' }, publish }));
  for (const command of ['build', 'deploy', 'push']) await campaign.prank([command]);
  const owner = await campaign.owner();
  raters = await makeRaters(owner, (await findDeployed(owner, 'rating')).workspaceId, 2);
  for (const rater of raters.slice(0, 1)) await answerAs(rater, 0, 3);
  await campaign.prank(['pull']);
});
afterAll(async () => {
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

describe('a campaign on a healthy Space', () => {
  it('has no finding, is not changed, and takes few calls', async () => {
    campaign.hub.clearRequests();
    const { exitCode, checks, names } = await ask();
    expect(names).toEqual([]);
    expect(exitCode).toBe(0);
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(changesOf(campaign)).toEqual([]);
    const asked = campaign.hub.requests;
    expect(asked.filter(({ origin }) => origin === 'hub').length).toBeLessThanOrEqual(12);
    expect(asked.filter(({ origin }) => origin === 'space').length).toBeLessThanOrEqual(16);
    expect(
      asked.filter(({ origin, method }) => origin === 'space' && method !== 'GET').map(({ path }) => path),
    ).toSatisfy((paths: string[]) => paths.every((path) => path.endsWith('/records/search')));
  });

  it('says so in a list that fits the screen', async () => {
    const { stdout, exitCode } = await campaign.run(['doctor'], { COLUMNS: '60' });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✓ stage: organizer\/rating runs/u);
    expect(stdout.trimEnd()).toMatch(/\n\n\d+ checks, 0 findings$/u);
    const lines = stdout.split('\n').filter((line) => !line.includes('http'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

interface Case {
  /** Title of the test. */
  title: string;
  /** Name of the finding. */
  finding: string;
  says: RegExp;
  /** Findings of other causes, which breaking it brings along. */
  also?: string[];
  exitCode?: number;
  break: () => Promise<unknown>;
  /** Default: the commands that the fix names. */
  cure?: (fix: string | null) => Promise<unknown>;
}

const setVisibility = (visibility: string): Promise<unknown> =>
  send('PUT', `/api/spaces/${name}/settings`, { visibility });

const cases: Case[] = [
  {
    title: 'a Space that sleeps',
    finding: 'stage',
    says: /is sleeping: the first visitor wakes it/u,
    break: () => campaign.hub.space(name).sleep(),
  },
  {
    title: 'a paused Space, which deploy starts',
    finding: 'stage',
    says: /is paused/u,
    break: () => campaign.hub.space(name).pause(),
  },
  {
    title: 'a paused Space, which a repair starts, too',
    finding: 'stage',
    says: /is paused/u,
    break: () => campaign.hub.space(name).pause(),
    cure: () => campaign.run(['doctor', '--repair']),
  },
  {
    title: 'a build that failed',
    finding: 'stage',
    says: /failed with build error \(exit 1\)/u,
    break: async () => {
      campaign.hub.space(name).planStart([{ stage: 'BUILDING' }, { stage: 'BUILD_ERROR', errorMessage: 'exit 1' }]);
      await campaign.hub.space(name).restart();
    },
  },
  {
    title: 'an app that crashed',
    finding: 'stage',
    says: /failed with runtime error/u,
    break: async () => {
      campaign.hub
        .space(name)
        .planStart([{ stage: 'APP_STARTING' }, { stage: 'RUNTIME_ERROR', errorMessage: 'out of memory' }]);
      await campaign.hub.space(name).restart();
    },
  },
  {
    title: 'a Space that is being built',
    finding: 'stage',
    says: /is building/u,
    break: async () => {
      campaign.hub.space(name).planStart([{ stage: 'BUILDING', forMs: 4_000 }, { stage: 'RUNNING' }]);
      void campaign.hub.space(name).restart();
    },
  },
  {
    title: 'a private Space',
    finding: 'visibility',
    says: /is private: raters who are not members/u,
    break: () => setVisibility('private'),
    // The page that the fix names.
    cure: async (fix) => {
      expect(fix).toContain(`/spaces/${name}/settings`);
      await setVisibility('public');
    },
  },
  {
    title: 'a Space without its volume',
    finding: 'storage',
    says: /Nothing is mounted at \/data/u,
    also: ['stage'],
    exitCode: 5,
    break: async () => {
      // Nothing is lost: the Space has not restarted, and the data is in the bucket.
      await campaign.hub.space(name).pause();
      await send('DELETE', `/api/spaces/${name}/volumes`);
    },
    cure: (fix) => follow(campaign.run, fix?.replace('prank pull,', '') ?? null),
  },
  {
    title: 'a public bucket',
    finding: 'storage',
    says: /is public, and holds who answered what/u,
    break: () => send('PUT', `/api/buckets/${name}-data/settings`, { private: false }),
    cure: async (fix) => {
      expect(fix).toContain(`/buckets/${name}-data/settings`);
      await send('PUT', `/api/buckets/${name}-data/settings`, { private: true });
    },
  },
  {
    title: 'a sign-in into another workspace',
    finding: 'sign_in',
    says: /does not come into the workspace rating: \.oauth\.yaml must change/u,
    break: async () => {
      const text = 'providers:\n  - name: huggingface\nallowed_workspaces:\n  - name: argilla\n';
      campaign.hub.repo('space', name).commit({ '.oauth.yaml': text });
      await campaign.hub.space(name).restart();
    },
  },
  {
    title: 'a sign-in that nobody can read',
    finding: 'sign_in',
    says: /\.oauth\.yaml of the Space is not the YAML that it should be/u,
    // The commit itself makes a new version.
    also: ['stage'],
    break: async () => {
      campaign.hub.repo('space', name).commit({ '.oauth.yaml': 'providers: [\n' });
      await campaign.hub.space(name).settle();
    },
    cure: async (fix) => {
      campaign.hub.repo('space', name).commit({ '.oauth.yaml': 'providers: []\n' });
      expect(fix).toContain('Fix the file on the Hub, then run `prank deploy` again');
      await follow(campaign.run, 'prank deploy');
    },
  },
  {
    title: 'a Space without the secret that keeps sign-ins',
    finding: 'space_settings',
    says: /secret ARGILLA_AUTH_SECRET_KEY is not set/u,
    break: async () => {
      await send('DELETE', `/api/spaces/${name}/secrets`, { key: 'ARGILLA_AUTH_SECRET_KEY' });
      await campaign.hub.space(name).settle();
    },
  },
  {
    title: 'hardware of another size',
    finding: 'space_settings',
    says: /hardware cpu-basic is cpu-upgrade/u,
    break: async () => {
      await rewrite(({ argilla, ...config }) => ({ ...config, argilla: { ...argilla, hardware: 'cpu-basic' } }));
      await send('POST', `/api/spaces/${name}/hardware`, { flavor: 'cpu-upgrade' });
      await campaign.hub.space(name).settle();
    },
  },
  {
    title: 'an address that is not the Space',
    finding: 'address',
    says: /ARGILLA_API_URL names https:\/\/elsewhere/u,
    break: async () => campaign.writeEnv({ ...(await keys()), ARGILLA_API_URL: 'https://elsewhere.example' }),
    cure: () => follow(campaign.run, 'prank deploy'),
  },
  {
    title: 'a key that Argilla does not know',
    finding: 'key',
    says: /does not accept the API key/u,
    break: async () => {
      kept = await keys();
      await campaign.writeEnv({ ...kept, ARGILLA_API_KEY: 'another-key' });
    },
    cure: async (fix) => {
      expect(fix).toContain('ARGILLA_API_KEY');
      await campaign.writeEnv(kept);
    },
  },
  {
    title: 'no key at all',
    finding: 'server',
    says: /No Argilla API key/u,
    break: async () => {
      kept = await keys();
      await campaign.writeEnv({});
    },
    cure: async (fix) => {
      expect(fix).toContain('ARGILLA_API_KEY');
      await campaign.writeEnv(kept);
    },
  },
  {
    title: 'a public backup',
    finding: 'backup',
    says: /is public, and a backup names the raters/u,
    break: () => send('PUT', `/api/datasets/${backup}/settings`, { visibility: 'public' }),
    cure: async (fix) => {
      expect(fix).toContain(`/datasets/${backup}/settings`);
      await send('PUT', `/api/datasets/${backup}/settings`, { visibility: 'private' });
    },
  },
  {
    title: 'a backup that lacks a file of the log',
    finding: 'backup',
    says: /lacks 1 file of the ratings log/u,
    break: async () => {
      const view = campaign.hub.repo('dataset', backup);
      const [path = ''] = view.files().filter((file) => file.startsWith('ratings/'));
      view.commit({ [path]: null });
    },
  },
  {
    title: 'a backup that is gone',
    finding: 'backup',
    says: /There is no backup/u,
    break: () =>
      send('DELETE', '/api/repos/delete', { type: 'dataset', name: 'rating-backup', organization: 'organizer' }),
  },
  {
    title: 'a wiped server',
    finding: 'server_reset',
    says: /the server was reset or replaced/u,
    exitCode: 5,
    break: () => campaign.hub.space(name).wipe(),
  },
  {
    title: 'a bucket that is gone',
    finding: 'storage',
    says: /should hold the data, is missing, or this token can't see it/u,
    exitCode: 5,
    break: () => send('DELETE', `/api/buckets/${name}-data`),
    cure: async (fix) => {
      expect(fix).toMatch(
        /^First make sure that the token of organizer may see it .*If it is really gone: prank pull; then remove the volume/u,
      );
      await send('DELETE', `/api/spaces/${name}/volumes`);
      await campaign.hub.space(name).settle();
      await follow(campaign.run, 'prank deploy');
      await campaign.prank(['restore', '--yes']);
    },
  },
  {
    title: 'a Space that is gone',
    finding: 'space',
    says: /There is no Space organizer\/rating.*Answers from it are known/u,
    exitCode: 5,
    break: async () => {
      await send('DELETE', '/api/repos/delete', { type: 'space', name: 'rating', organization: 'organizer' });
      for (const command of ['pull', 'push', 'sync']) {
        const { exitCode, stdout } = await campaign.run([command, '--json']);
        expect([command, exitCode]).toEqual([command, 5]);
        expect(JSON.parse(stdout).error).toMatchObject({
          code: 'space_missing',
          hint: expect.stringContaining('If it was deleted: prank restore'),
        });
      }
    },
    cure: async (fix) => {
      expect(fix).toBe('prank restore');
      await follow(campaign.run, fix);
      expect(await campaign.prank(['sync'])).toMatchObject({ pull: { total: 3 } });
    },
  },
];

let kept: Record<string, string>;

async function keys(): Promise<Record<string, string>> {
  const { ARGILLA_API_KEY = '', ARGILLA_PASSWORD = '', ARGILLA_API_URL = '' } = await campaign.readEnv();
  return { ARGILLA_API_KEY, ARGILLA_PASSWORD, ARGILLA_API_URL };
}

describe('a finding', () => {
  it.each(cases)('of $title is reported and fixed by what it names', async (one) => {
    await one.break();
    const found = await ask();
    // One cause, one finding.
    expect.soft(found.names).toEqual([...(one.also ?? []), one.finding]);
    const { why, fix } = found.check(one.finding);
    expect(why).toMatch(one.says);
    expect(found.exitCode).toBe(one.exitCode ?? 6);
    await (one.cure ?? ((named) => follow(campaign.run, named)))(fix);
    expect((await ask()).names).toEqual([]);
  });

  it('is left after all fixes: none', async () => {
    expect((await ask()).names).toEqual([]);
  });
});

describe('a private Space', () => {
  it('hides nothing of Argilla from the organizer', async () => {
    await setVisibility('private');
    const { names, check } = await ask();
    expect(names).toEqual(['visibility']);
    expect(check('queue').ok).toBe(true);
    await setVisibility('public');
  });
});

describe('a Hub that does not respond', () => {
  it('hides nothing about the folder, and is reported once', async () => {
    campaign.hub.fault({ match: 'GET /api/whoami-v2', kind: 'reset-before', times: 99, origin: 'hub' });
    const { names, check } = await ask();
    campaign.hub.calm();
    expect(names).toEqual(['token']);
    expect(check('token').why).toContain('No answer from the Hub');
    expect(check('space').ok).toBeNull();
    expect(check('prompts').ok).toBe(true);
  });
});

describe('a dry run of a repair', () => {
  it('says what would be fixed, and changes nothing', async () => {
    await campaign.hub.space(name).pause();
    campaign.hub.clearRequests();
    const { repairs, names } = await ask('--repair', '--dry-run');
    expect(repairs.map(({ action, target }) => `${action} ${target}`)).toEqual(['restart Space']);
    expect(names).toContain('stage');
    expect(changesOf(campaign)).toEqual([]);
    expect(campaign.hub.space(name).stage).toBe('PAUSED');
    expect((await ask('--repair')).names).toEqual([]);
    await rm(join(campaign.dir, '.prank', 'lock'), { force: true });
  });
});
