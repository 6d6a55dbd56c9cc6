import { afterEach, describe, expect, it } from 'vitest';
import type { RequestPattern } from '../support/hub/http/pattern.ts';
import { collect } from '../support/run-prank.ts';
import { type SpaceCampaign, type SpaceCampaignOptions, startSpaceCampaign } from '../support/space-campaign.ts';
import { actionsOf, changesOf, errorOf, expectNoLeak } from '../support/space-checks.ts';

let campaign: SpaceCampaign;

async function start(options: SpaceCampaignOptions = {}): Promise<SpaceCampaign> {
  campaign = await startSpaceCampaign(options);
  return campaign;
}

const name = 'organizer/rating';
const duplicate = 'POST /api/spaces/argilla/argilla-template-space/duplicate';
const commit = `POST /api/spaces/${name}/commit/main`;

afterEach(async () => {
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

describe('a first deploy', () => {
  it('creates bucket, Space, sign-in, workspace and dataset, each in one call', async () => {
    const { hub, prank, readEnv, envMode } = await start();
    const data = await prank(['deploy']);
    const space = hub.space(name);
    const env = await readEnv();
    expect(data['url']).toBe(space.url);
    expect(actionsOf(data).slice(0, 3)).toEqual([
      `create bucket ${name}-data`,
      `create Space ${name}`,
      'update .oauth.yaml and README.md',
    ]);
    expect(changesOf(campaign)).toEqual([
      `POST /api/buckets/${name}-data`,
      duplicate,
      `POST /api/spaces/${name}/preupload/main`,
      commit,
    ]);
    expect(space.secrets).toEqual({
      USERNAME: 'organizer',
      PASSWORD: env['ARGILLA_PASSWORD'],
      API_KEY: env['ARGILLA_API_KEY'],
      ARGILLA_AUTH_SECRET_KEY: expect.stringMatching(/^[\da-f]{64}$/u),
    });
    expect(space.variables).toEqual({
      WORKSPACE: 'rating',
      WEB_CONCURRENCY: '2',
      ARGILLA_SHOW_HUGGINGFACE_SPACE_PERSISTENT_STORAGE_WARNING: 'false',
    });
    expect(space.volumes).toEqual([{ type: 'bucket', source: `${name}-data`, mountPath: '/data' }]);
    expect(hub.bucket(`${name}-data`).private).toBe(true);
    expect(hub.repo('space', name).visibility).toBe('public');
    expect(await envMode()).toBe(0o600);
    expect(env['ARGILLA_API_URL']).toBe(space.url);
    const oauth = hub.repo('space', name).read('.oauth.yaml').toString();
    expect(oauth).toContain('allowed_workspaces:\n  - name: rating\n');
    expect(Object.keys(env).toSorted()).toEqual(['ARGILLA_API_KEY', 'ARGILLA_API_URL', 'ARGILLA_PASSWORD']);
  });

  it('adds hf_oauth to a README that lacks it, in the same commit', async () => {
    const { hub, prank } = await start({ hub: { templateOauth: false } });
    await prank(['deploy']);
    const repository = hub.repo('space', name);
    expect(repository.read('README.md').toString()).toContain('\nhf_oauth: true\n---\n\n# rating\n');
    expect(hub.count(commit)).toBe(1);
  });

  it('changes nothing the second time', async () => {
    const { hub, prank } = await start();
    await prank(['deploy']);
    const { restarts } = hub.space(name);
    hub.clearRequests();
    expect(actionsOf(await prank(['deploy'])).filter((step) => !step.startsWith('keep '))).toEqual([]);
    expect(changesOf(campaign)).toEqual([]);
    expect(hub.space(name).restarts).toBe(restarts);
    expect(hub.requests.filter(({ origin }) => origin === 'hub').length).toBeLessThanOrEqual(9);
    expect(hub.count('GET /api/whoami-v2')).toBe(1);
  });

  it('prints the whole plan in a dry run, and does nothing', async () => {
    const { prank, readEnv } = await start();
    const dry = await prank(['deploy', '--dry-run']);
    expect(actionsOf(dry)).toEqual([
      `create bucket ${name}-data`,
      `create Space ${name}`,
      'update .oauth.yaml and README.md',
      'create workspace rating',
      'create dataset rating',
      'create field prompt',
      'create question quality',
      'publish dataset rating',
    ]);
    expect(dry['dataset_id']).toBeNull();
    expect(changesOf(campaign)).toEqual([]);
    expect(await readEnv()).toEqual({});
  });

  it('uses hardware, sleep time, database and no storage as written', async () => {
    const { hub, prank, readEnv } = await start({
      argilla: { hardware: 't4-small', sleep_hours: 2, storage: 'none', database: { env: 'DB_OF_TEST' } },
    });
    const missing = await campaign.run(['deploy', '--json']);
    expect(missing.exitCode).toBe(2);
    expect(errorOf(missing)['code']).toBe('database_url_missing');
    expect(hub.requests).toEqual([]);
    const database = 'postgresql+asyncpg://prank:secret-of-database@db.example.org/argilla';
    await prank(['deploy'], { DB_OF_TEST: database });
    const space = hub.space(name);
    expect(space.hardware).toBe('t4-small');
    expect(space.sleepTimeSeconds).toBe(7200);
    expect(space.volumes).toEqual([]);
    expect(space.variables['WEB_CONCURRENCY']).toBe('4');
    expect(space.secrets['ARGILLA_DATABASE_URL']).toBe(database);
    expect(JSON.stringify(await readEnv())).not.toContain('secret-of-database');
  });
});

describe('a deploy that is killed', () => {
  const moments: [string, RequestPattern][] = [
    ['before it asks anything', 'GET /api/whoami-v2'],
    ['when it makes the bucket', `POST /api/buckets/${name}-data`],
    ['when it makes the Space', duplicate],
    ['when it looks at the Space', `GET /api/spaces/${name}/runtime`],
    ['before it commits', `POST /api/spaces/${name}/preupload/main`],
    ['when it commits', commit],
    ['when Argilla answers', 'GET /api/v1/me'],
    ['when it looks for the dataset', 'GET /api/v1/me/datasets'],
    ['when it makes the dataset', 'POST /api/v1/datasets'],
    ['when it publishes the dataset', 'PUT /api/v1/datasets/[^/]+/publish'],
  ];

  it.each(moments)('%s is finished by the next one', async (_, pattern) => {
    const { hub, start: startCommand, prank, readEnv } = await start();
    const child = startCommand(['deploy']);
    const ended = collect(child);
    // The request has arrived: it is carried out, but nobody gets the response.
    hub.beforeNext(pattern, () => void child.kill('SIGKILL'));
    expect((await ended).exitCode).toBeNull();
    await prank(['deploy']);
    expect(hub.requests.filter(({ path, status }) => path.endsWith('/duplicate') && status === 200).length).toBe(1);
    expect(hub.repo('space', name).commits.filter(({ title }) => title.startsWith('Let raters sign in'))).toHaveLength(
      1,
    );
    expect(hub.space(name).secrets['API_KEY']).toBe((await readEnv())['ARGILLA_API_KEY']);
    expect(actionsOf(await prank(['deploy'])).filter((step) => !step.startsWith('keep '))).toEqual([]);
  });
});

describe('a lost response', () => {
  it.each(['reset-after', 'error-after', 'reset-before', 'error-before', 'rate-limit'] as const)(
    'of the copy and of the commit (%s) makes no second one',
    async (kind) => {
      const { hub, prank } = await start();
      hub.fault({ match: duplicate, kind });
      hub.fault({ match: commit, kind });
      await prank(['deploy']);
      expect(hub.repo('space', name).commits.filter(({ title }) => title.startsWith('Let raters'))).toHaveLength(1);
      expect(hub.space(name).volumes).toHaveLength(1);
    },
  );

  it('of a commit after which somebody else committed does no harm', async () => {
    const { hub, prank } = await start();
    hub.beforeNext(commit, () => {
      hub.commitBehind(hub.repo('space', name), { 'NOTES.md': 'Ours, too.\n' });
    });
    await prank(['deploy']);
    const repository = hub.repo('space', name);
    expect(repository.files()).toContain('NOTES.md');
    expect(repository.read('.oauth.yaml').toString()).toContain('- name: rating\n');
  });
});

describe('a token without a right', () => {
  const cases: [string, SpaceCampaignOptions, string, string][] = [
    [
      'read only',
      { hub: { users: [{ name: 'organizer', tokens: [{ token: 'hf_organizer', role: 'read' }] }] } },
      'hub_not_allowed',
      'may only read',
    ],
    [
      'reader of the organization',
      {
        space: 'lab/rating',
        hub: { users: [{ name: 'organizer', orgs: [{ name: 'lab', roleInOrg: 'read', plan: 'team' }] }] },
      },
      'hub_not_allowed',
      'ask its admins for the role write',
    ],
    ['stranger to the organization', { space: 'lab/rating' }, 'hub_not_allowed', 'is not a member of lab'],
    [
      'fine-grained for another repository',
      {
        hub: {
          users: [
            {
              name: 'organizer',
              tokens: [
                {
                  token: 'hf_organizer',
                  role: 'fineGrained',
                  scoped: [{ entity: { type: 'dataset', name: 'organizer/x' }, permissions: ['repo.write'] }],
                },
              ],
            },
          ],
        },
      },
      'hub_not_allowed',
      'no write access to repositories of organizer',
    ],
    ['without a plan', { hub: { users: [{ name: 'organizer', isPro: false }] } }, 'space_needs_plan', 'local: true'],
    [
      'of an organization without a plan',
      { space: 'lab/rating', hub: { users: [{ name: 'organizer', orgs: [{ name: 'lab', canPay: true }] }] } },
      'space_needs_plan',
      'hardware: cpu-upgrade',
    ],
  ];

  it.each(cases)('is reported before anything is changed: %s', async (_, options, code, words) => {
    const { run, readEnv } = await start(options);
    for (const more of [[], ['--dry-run']]) {
      const ran = await run(['deploy', '--json', ...more]);
      expect(ran.exitCode).toBe(3);
      expect(errorOf(ran)).toMatchObject({ code });
      expect(JSON.stringify(errorOf(ran))).toContain(words);
    }
    expect(changesOf(campaign)).toEqual([]);
    expect(await readEnv()).toEqual({});
  });

  it('is reported the same way if only the Hub knows it', async () => {
    const { hub, run, prank } = await start();
    hub.fault({ match: duplicate, kind: 'error-before', status: 402 });
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(3);
    expect(errorOf(ran)).toMatchObject({ code: 'space_needs_plan' });
    await prank(['deploy']);
  });

  it('is told to log in if there is none', async () => {
    const { run } = await start({ token: '' });
    const ran = await run(['deploy', '--json']);
    expect(ran.exitCode).toBe(3);
    expect(errorOf(ran)).toMatchObject({ code: 'hub_token_missing' });
  });
});
