import { afterEach, describe, expect, it } from 'vitest';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askDoctor, type DoctorRun } from '../support/doctor-runs.ts';
import type { HubOptions } from '../support/hub/start-hub.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { changesOf, expectNoLeak } from '../support/space-checks.ts';

type Environment = Record<string, string>;

let campaign: SpaceCampaign;

async function start(hub: HubOptions, { space = 'organizer/rating', publish = {} } = {}): Promise<SpaceCampaign> {
  campaign = await startSpaceCampaign({ hub, space });
  const path = join(campaign.dir, 'prank.yaml');
  const config: object = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...config, publish: { license: 'cc-by-4.0', ...publish } }));
  return campaign;
}

afterEach(async () => {
  expect(changesOf(campaign).filter((change) => !change.includes('/oauth/token'))).toEqual([]);
  expectNoLeak(campaign, await campaign.readEnv());
  await campaign.close();
});

const ask = (env: Environment = {}): Promise<DoctorRun> => askDoctor((words) => campaign.run(words, env));
const good: HubOptions = { users: [{ name: 'organizer', orgs: [{ name: 'lab', plan: 'team' }] }] };

interface Case {
  title: string;
  hub?: HubOptions;
  space?: string;
  publish?: object;
  env?: Environment;
  finding: string;
  says: RegExp;
  fix: RegExp;
  /** The environment that fixes it, or what to do on the Hub's pages. */
  cured?: Environment;
  cure?: () => void;
}

const writeToken = { token: 'hf_fresh', role: 'write' } as const;

const cases: Case[] = [
  {
    title: 'none',
    env: { HF_TOKEN: '' },
    finding: 'token',
    says: /There is no Hugging Face token/u,
    fix: /hf auth login/u,
    cured: { HF_TOKEN: 'hf_organizer' },
  },
  {
    title: 'one that the Hub does not know',
    env: { HF_TOKEN: 'hf_of_nobody' },
    finding: 'token',
    says: /does not accept the token.*It comes from HF_TOKEN in the environment/u,
    fix: /settings\/tokens/u,
    cured: { HF_TOKEN: 'hf_organizer' },
  },
  {
    title: 'one that has run out',
    hub: {
      users: [
        {
          name: 'organizer',
          tokens: [{ token: 'hf_organizer', role: 'write', expiresAt: '2020-01-01T00:00:00.000Z' }, writeToken],
        },
      ],
    },
    finding: 'token',
    says: /does not accept the token/u,
    fix: /settings\/tokens/u,
    cured: { HF_TOKEN: 'hf_fresh' },
  },
  {
    title: 'one that runs out today',
    hub: {
      users: [
        {
          name: 'organizer',
          tokens: [
            { token: 'hf_organizer', role: 'write', expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
            writeToken,
          ],
        },
      ],
    },
    finding: 'token',
    says: /is organizer's \(write\), and it ends at 20/u,
    fix: /settings\/tokens/u,
    cured: { HF_TOKEN: 'hf_fresh' },
  },
  {
    title: 'one that may only read',
    hub: { users: [{ name: 'organizer', tokens: [{ token: 'hf_organizer', role: 'read' }, writeToken] }] },
    finding: 'space_rights',
    says: /may not make the Space organizer\/rating: the token may only read/u,
    fix: /make one of type write/u,
    cured: { HF_TOKEN: 'hf_fresh' },
  },
  {
    title: 'one of a stranger to the organization',
    space: 'lab/rating',
    hub: { users: [{ name: 'organizer' }, { name: 'member', orgs: [{ name: 'lab', plan: 'team' }] }] },
    finding: 'space_rights',
    says: /organizer is not a member of lab/u,
    fix: /ask its admins for an invitation/u,
    cured: { HF_TOKEN: 'hf_member' },
  },
  {
    title: 'one whose organization wants another sign-in',
    space: 'lab/rating',
    hub: {
      users: [
        { name: 'organizer', orgs: [{ name: 'lab', plan: 'team', securityRestrictions: ['sso'] }] },
        { name: 'member', orgs: [{ name: 'lab', plan: 'team' }] },
      ],
    },
    finding: 'space_rights',
    says: /lab blocks this sign-in \(sso\)/u,
    fix: /sign in the way it asks for/u,
    cured: { HF_TOKEN: 'hf_member' },
  },
  {
    title: 'a fine-grained one without the scope for the release',
    publish: { dataset: 'organizer/ranked' },
    hub: {
      users: [
        {
          name: 'organizer',
          tokens: [
            {
              token: 'hf_organizer',
              role: 'fineGrained',
              scoped: [{ entity: { type: 'dataset', name: 'organizer/other' }, permissions: ['repo.write'] }],
            },
            {
              token: 'hf_fresh',
              role: 'fineGrained',
              scoped: [{ entity: { type: 'user', name: 'organizer' }, permissions: ['repo.write'] }],
            },
          ],
        },
      ],
    },
    finding: 'space_rights',
    says: /may not make the Space organizer\/rating, nor make the dataset organizer\/ranked: the fine-grained token has no write access to repositories of organizer/u,
    fix: /add it at https:\/\/huggingface.co\/settings\/tokens/u,
    cured: { HF_TOKEN: 'hf_fresh' },
  },
  {
    title: 'one of an account without a plan',
    hub: { users: [{ name: 'organizer', isPro: false }, { name: 'member' }] },
    finding: 'plan',
    says: /organizer has no paid plan/u,
    fix: /subscribe to PRO/u,
    // The third suggestion: another server.
    cure: () => {},
  },
  {
    title: 'a CI job that the Hub does not trust for the backup',
    publish: { backup: 'organizer/rating-backup' },
    hub: {
      ...good,
      trustedPublishers: [
        { subjectToken: 'id-of-the-job', resources: ['spaces/organizer/rating'], user: 'organizer' },
        {
          subjectToken: 'id-of-another',
          resources: ['spaces/organizer/rating', 'datasets/organizer/rating-backup'],
          user: 'organizer',
        },
      ],
      repositories: [{ type: 'dataset', id: 'organizer/rating-backup', visibility: 'private' }],
    },
    env: { HF_TOKEN: '', HF_OIDC_RESOURCE: 'spaces/organizer/rating', HF_OIDC_ID_TOKEN: 'id-of-the-job' },
    finding: 'backup_rights',
    says: /does not trust this job for datasets\/organizer\/rating-backup/u,
    fix: /Trusted publishers/u,
    cured: { HF_TOKEN: '', HF_OIDC_RESOURCE: 'spaces/organizer/rating', HF_OIDC_ID_TOKEN: 'id-of-another' },
  },
  {
    title: 'a CI job without an identity',
    env: { HF_TOKEN: '', HF_OIDC_RESOURCE: 'spaces/organizer/rating' },
    finding: 'token',
    says: /this job has no identity to show/u,
    fix: /id-token: write/u,
    cured: { HF_TOKEN: 'hf_organizer' },
  },
];

describe('a token', () => {
  it.each(cases)('that is $title is reported with the way out', async (one) => {
    const { hub = good, space, publish, env = {} } = one;
    await start(hub, { ...(space === undefined ? {} : { space }), ...(publish === undefined ? {} : { publish }) });
    const found = await ask(env);
    const onHub = found.checks.filter(({ area, ok }) => ['hub', 'space', 'backup'].includes(area) && ok === false);
    // One cause, one finding. That the Space is not deployed yet is another cause.
    expect(onHub.map(({ name }) => name).filter((name) => name !== 'space')).toEqual([one.finding]);
    expect(found.check(one.finding).why).toMatch(one.says);
    expect(found.check(one.finding).fix).toMatch(one.fix);
    // Whatever the Hub says, the folder is checked.
    expect(found.check('prompts').why).toContain('There are no prompts yet');
    if (one.cured === undefined) await campaign.rewrite({ space: undefined, local: true });
    expect((await ask(one.cured)).names).not.toContain(one.finding);
  });

  it('that is not needed is not missed, and then a Hub that is down is not a finding', async () => {
    await start(good);
    await campaign.rewrite({ space: undefined, local: true });
    const none = await ask({ HF_TOKEN: '' });
    expect(none.check('token')).toMatchObject({ ok: true, why: expect.stringContaining('needs none') });
    const down = await ask({ HF_ENDPOINT: 'http://127.0.0.1:9' });
    expect(down.check('token')).toMatchObject({ ok: null, why: expect.stringContaining('No answer from the Hub') });
  });
});

describe('a clock', () => {
  it("that is wrong is noticed by the Hub's time", async () => {
    let shiftMs = 3_600_000;
    await start({ ...good, clock: () => Date.now() + shiftMs });
    const { check } = await ask();
    expect(check('clock')).toMatchObject({ ok: false, why: 'The clock here is 60 min behind that of the Hub.' });
    expect(check('clock').fix).toContain('timedatectl set-ntp true');
    // The clock is set, as far as the Hub can see.
    shiftMs = 0;
    expect((await ask()).check('clock')).toMatchObject({ ok: true });
  });
});
