import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHubCalls } from '../support-hub/hub-calls.ts';
import { askDoctor, type DoctorRun } from '../support/doctor-runs.ts';
import { runPrank } from '../support/run-prank.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { errorOf } from '../support/space-checks.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

type Environment = Record<string, string>;

const name = 'organizer/rating';
const dataset = 'organizer/ranked';
const backup = 'organizer/rating-backup';

let campaign: SpaceCampaign;

/** A campaign with a Space, its bucket, a backup and a release, and tokens of all kinds. */
beforeAll(async () => {
  const other = { entity: { type: 'dataset', name: 'organizer/other' }, permissions: ['repo.write'] } as const;
  campaign = await startSpaceCampaign({
    hub: {
      users: [
        {
          name: 'organizer',
          tokens: [
            { token: 'hf_organizer', role: 'write' },
            { token: 'hf_reader', role: 'read' },
            { token: 'hf_scoped', role: 'fineGrained', scoped: [{ ...other, permissions: [...other.permissions] }] },
          ],
        },
        { name: 'stranger' },
      ],
    },
  });
  const path = join(campaign.dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  const task = { guidelines: 'guidelines.md', overlap: 1, wave: 'all' };
  await writeFile(path, JSON.stringify({ ...config, task, publish: { license: 'cc-by-4.0', dataset, backup } }));
  await writeFile(join(campaign.dir, 'guidelines.md'), '# How to rate\n');
  for (const command of ['build', 'deploy', 'push']) await campaign.prank([command]);
  const owner = await campaign.owner();
  const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
  for (const rater of await makeRaters(owner, workspaceId, 2)) {
    for (const { id } of (await readAllRecords(owner, datasetId)).slice(0, 1))
      await rater.calls.post(`/records/${id}/responses`, { status: 'submitted', values: { quality: { value: 3 } } });
  }
  for (const command of ['pull', 'publish']) await campaign.prank([command]);
});
afterAll(() => campaign.close());

const ask = (env: Environment = {}): Promise<DoctorRun> => askDoctor((words) => campaign.run(words, env));
const setVisibility = (visibility: string): Promise<unknown> =>
  createHubCalls(campaign.hub.url).send('PUT', `/api/spaces/${name}/settings`, { visibility });

interface Case {
  title: string;
  env: Environment;
  finding: string;
  says: RegExp;
  fix: RegExp;
  /** What is wrong besides, on purpose. */
  before?: () => Promise<unknown>;
  after?: () => Promise<unknown>;
}

const isPrivate = {
  before: () => setVisibility('private'),
  after: () => setVisibility('public'),
};
const noToken = { finding: 'token', says: /There is no Hugging Face token/u, fix: /hf auth login/u };
const rejected = { finding: 'token', says: /does not accept the token/u, fix: /settings\/tokens/u };
const nowhere =
  /may not (?:change|make) the Space organizer\/rating, nor change the dataset organizer\/ranked, nor (?:change|make) the backup organizer\/rating-backup: /u;
const stranger = { finding: 'space_rights', says: nowhere, fix: /ask its admins|stranger\/…/u };

const cases: Case[] = [
  { title: 'no token', env: { HF_TOKEN: '' }, ...noToken },
  { title: 'no token, and a private Space', env: { HF_TOKEN: '' }, ...noToken, ...isPrivate },
  { title: 'a token that was revoked', env: { HF_TOKEN: 'hf_of_nobody' }, ...rejected },
  { title: 'a revoked token, and a private Space', env: { HF_TOKEN: 'hf_of_nobody' }, ...rejected, ...isPrivate },
  { title: 'the token of a stranger', env: { HF_TOKEN: 'hf_stranger' }, ...stranger },
  {
    title: 'the token of a stranger, and a private Space',
    env: { HF_TOKEN: 'hf_stranger' },
    ...stranger,
    ...isPrivate,
  },
  {
    title: 'a token that may only read',
    env: { HF_TOKEN: 'hf_reader' },
    finding: 'space_rights',
    says: nowhere,
    fix: /make one of type write/u,
  },
  {
    title: 'a fine-grained token for something else',
    env: { HF_TOKEN: 'hf_scoped' },
    finding: 'space_rights',
    says: /fine-grained token has no write access/u,
    fix: /add it at https:\/\/huggingface.co\/settings\/tokens/u,
  },
];

describe('storage that is there', () => {
  it.each(cases)('is not reported as lost for $title: there is one finding, and its remedy heals it', async (one) => {
    await one.before?.();
    const { exitCode, checks, names, check } = await ask(one.env);
    await one.after?.();
    expect(names).toEqual([one.finding]);
    expect(check(one.finding).why).toMatch(one.says);
    expect(check(one.finding).fix).toMatch(one.fix);
    // Nothing is at stake, and nobody is told to give up storage.
    expect(exitCode).toBe(6);
    for (const { fix } of checks) expect(fix ?? '').not.toMatch(/volume|prank deploy|prank pull/u);
    // The remedy is another token.
    expect((await ask({ HF_TOKEN: 'hf_organizer' })).names).toEqual([]);
  });

  it('is not reported as lost in a fresh clone without a token, and the token comes first', async () => {
    const clone = await mkdtemp(join(tmpdir(), 'prank-clone-'));
    await copyFile(join(campaign.dir, 'prank.yaml'), join(clone, 'prank.yaml'));
    const env = { HF_ENDPOINT: campaign.hub.url };
    const { names, check } = await askDoctor((words) => runPrank(words, { cwd: clone, env }));
    await rm(clone, { recursive: true });
    expect(names).toEqual(['token']);
    expect(check('config')).toMatchObject({ ok: null, why: expect.stringContaining('guidelines.md is not here') });
  });
});

describe('a Space that is private or missing', () => {
  it('makes a command ask for the token first', async () => {
    await setVisibility('private');
    const { ARGILLA_API_KEY = '' } = await campaign.readEnv();
    const env = await campaign.readEnv();
    await campaign.writeEnv({ ARGILLA_API_KEY });
    const ran = await campaign.run(['push', '--json'], { HF_TOKEN: '' });
    await campaign.writeEnv(Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value ?? ''])));
    await setVisibility('public');
    expect(ran.exitCode).toBe(3);
    expect(errorOf(ran)).toMatchObject({
      code: 'hub_token_missing',
      message: 'The Space organizer/rating is missing or private, and there is no Hugging Face token to find out with.',
    });
  });
});

describe('a backup of another campaign', () => {
  it('is one finding, and the id that it names heals it', async () => {
    const repo = campaign.hub.repo('dataset', backup);
    campaign.hub.commitBehind(repo, { 'campaign/rating.json': null, 'campaign/other.json': '{}' });
    const { names, check } = await ask();
    expect(names).toEqual(['backup']);
    expect(check('backup')).toMatchObject({
      why: 'The backup organizer/rating-backup belongs to the campaign other, and this one is rating.',
      fix: expect.stringContaining('id: other'),
    });
    const path = join(campaign.dir, 'prank.yaml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, JSON.stringify({ ...JSON.parse(text), id: 'other' }));
    expect((await ask()).names).toEqual([]);
    await writeFile(path, text);
    campaign.hub.commitBehind(repo, { 'campaign/rating.json': '{}', 'campaign/other.json': null });
    expect((await ask()).names).toEqual([]);
  });
});
