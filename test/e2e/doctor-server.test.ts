import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { askDoctor, type DoctorRun, follow } from '../support/doctor-runs.ts';
import { type PrankRun, runPrank, startPrank } from '../support/run-prank.ts';
import { findDeployed, makeRater, readAllRecords, type TestRater } from '../support/test-raters.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

const apiKey = 'owner-key-of-the-embedded-server';
const prompts = Array.from({ length: 8 }, (_, index) => `Count to ${index}.`);

let home: string;
let dir: string;
let server: LocalServer;
let owner: ArgillaCalls;
let rater: TestRater;
let key = apiKey;

const run = (words: string[]): Promise<PrankRun> => runPrank(words, { cwd: dir, env: { ARGILLA_API_KEY: key } });
const ask = (...words: string[]): Promise<DoctorRun> => askDoctor(run, words);

async function prank(...words: string[]): Promise<void> {
  const { exitCode, stderr } = await run([...words, '--yes']);
  expect(exitCode, stderr).toBe(0);
}

async function rewrite(change: (config: { task: object; argilla: object }) => object): Promise<void> {
  const path = join(dir, 'prank.yaml');
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
}

const setTask = (task: object): Promise<void> =>
  rewrite((config) => ({ ...config, task: { ...config.task, ...task } }));

async function answerAll(by: TestRater): Promise<void> {
  const { datasetId } = await findDeployed(owner, 'rating');
  for (const { id, responses } of await readAllRecords(owner, datasetId)) {
    if (responses.length > 0) continue;
    const answer = { status: 'submitted', values: { quality: { value: 3 } } };
    expect((await by.calls.post(`/records/${id}/responses`, answer)).status).toBe(201);
  }
}

async function patch(path: string, body: object): Promise<void> {
  const headers = { 'X-Argilla-Api-Key': apiKey, 'Content-Type': 'application/json' };
  const response = await fetch(`${server.url}/api/v1${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'prank-'));
  server = await startLocalServer({
    ...cheapPasswords,
    db: join(home, 'local.db'),
    owner: { username: 'owner', apiKey },
  });
  owner = createCalls(server.url, apiKey);
  dir = await makeCampaignFolder({ url: server.url, name: 'rating', prompts, wave: 4 });
});
afterAll(async () => {
  await server.close();
  await removeFolder(dir);
  await rm(home, { recursive: true });
});

interface Case {
  title: string;
  finding: string;
  says: RegExp;
  exitCode?: number;
  break?: () => Promise<unknown>;
  /** Default: the commands that the fix names. */
  cure?: (fix: string | null) => Promise<unknown>;
}

/** In the order of a campaign's life: each case starts where the one before ended. */
const cases: Case[] = [
  { title: 'prompts that were never built', finding: 'prompts', says: /There are no prompts yet/u },
  { title: 'a server with nothing on it', finding: 'dataset', says: /no workspace rating.*nothing is deployed/u },
  { title: 'a dataset without records', finding: 'queue', says: /holds no prompt yet/u },
  {
    title: 'a workspace without raters',
    finding: 'members',
    says: /Nobody but owners may see the workspace rating/u,
    cure: async (fix) => {
      expect(fix).toContain(server.url);
      rater = await makeRater(owner, (await findDeployed(owner, 'rating')).workspaceId);
    },
  },
  {
    title: 'a draft',
    finding: 'dataset',
    says: /is a draft: raters see no dataset/u,
    break: async () => {
      const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
      await owner.delete(`/datasets/${datasetId}`);
      expect((await owner.post('/datasets', { name: 'rating', workspace_id: workspaceId })).status).toBe(201);
    },
    cure: async (fix) => {
      await follow(run, fix);
      await prank('push');
    },
  },
  {
    title: 'guidelines and overlap that differ',
    finding: 'settings',
    says: /guidelines differ from the file; overlap 1 is 3 now/u,
    break: async () =>
      patch(`/datasets/${(await findDeployed(owner, 'rating')).datasetId}`, {
        guidelines: 'Other words',
        distribution: { strategy: 'overlap', min_submitted: 3 },
      }),
  },
  {
    title: 'values of the question that can not change',
    finding: 'dataset',
    says: /has the values 1, 2, 3, 4, 5, prank.yaml says 1, 2, 3/u,
    break: () => setTask({ question: { values: [1, 2, 3] } }),
    cure: async (fix) => {
      expect(fix).toContain('Give task.dataset another name');
      await setTask({ question: undefined });
    },
  },
  {
    title: 'a workspace that is not the one of the dataset',
    finding: 'dataset_name',
    says: /is called rating\/rating on the server, but ratings\/rating in prank\.yaml/u,
    break: () => setTask({ workspace: 'ratings', dataset: 'rating' }),
  },
  {
    title: 'a rater who signed in before the workspace was named',
    finding: 'members',
    says: /1 rater can't see the workspace rating: early-bird/u,
    break: () =>
      owner.post('/users', { username: 'early-bird', first_name: 'E', password: 'a-password', role: 'annotator' }),
  },
  {
    title: 'a rater who signed in to a workspace with nothing in it',
    finding: 'members',
    says: /1 rater can't see the workspace rating: rater-/u,
    break: async () => makeRater(owner, (await owner.post('/workspaces', { name: 'argilla' })).body.id),
  },
  {
    title: 'records whose text differs',
    finding: 'pushed',
    says: /The record of a prompt shows another text in Argilla: "Count no more\."/u,
    break: async () => {
      const { datasetId } = await findDeployed(owner, 'rating');
      const [record] = await readAllRecords(owner, datasetId);
      await patch(`/records/${record?.id}`, { fields: { prompt: 'Count no more.' } });
    },
  },
  {
    title: 'records that are no prompts',
    finding: 'pushed',
    says: /1 record in Argilla isn't a prompt of this campaign\./u,
    break: async () => {
      const { datasetId } = await findDeployed(owner, 'rating');
      const items = [{ external_id: 'stray', fields: { prompt: 'What is this?' } }];
      await owner.put(`/datasets/${datasetId}/records/bulk`, { items });
    },
  },
  {
    title: 'a wave that is done',
    finding: 'queue',
    says: /All 4 live prompts have their answers, so raters see an empty page; 4 wait/u,
    break: () => answerAll(rater),
  },
  {
    title: 'a rater who was taken out',
    finding: 'members',
    says: /1 rater can't see the workspace rating: rater-/u,
    break: async () => {
      await prank('pull');
      const { workspaceId } = await findDeployed(owner, 'rating');
      await owner.delete(`/workspaces/${workspaceId}/users/${rater.id}`);
    },
  },
  {
    title: "a rater's key",
    finding: 'key',
    says: /a rater, who may not manage/u,
    break: async () => {
      const { body } = await owner.get(`/users/${rater.id}`);
      key = body.api_key;
    },
    cure: async (fix) => {
      expect(fix).toContain("an owner's key into .env");
      key = apiKey;
    },
  },
  {
    title: 'answers that vanished',
    finding: 'answers',
    says: /The server lost data: the records of 4 of 4 known answers are gone/u,
    exitCode: 5,
    break: async () => {
      const { datasetId } = await findDeployed(owner, 'rating');
      const gone = (await readAllRecords(owner, datasetId)).filter(({ responses }) => responses.length > 0);
      expect(gone).toHaveLength(4);
      for (const { id } of gone) await owner.delete(`/records/${id}`);
    },
    cure: (fix) => follow(run, fix?.split(';')[0] ?? null),
  },
  {
    title: 'a campaign that is done',
    finding: 'queue',
    says: /All 8 live prompts have their answers.*the campaign is done/u,
    break: () => answerAll(rater),
    cure: async (fix) => {
      expect(fix).toContain('for more answers raise task.overlap, then: prank deploy');
      await setTask({ overlap: 2 });
      await prank('deploy');
    },
  },
  {
    title: 'a dataset that was replaced',
    finding: 'server_reset',
    says: /is not the one that the known answers were pulled from/u,
    exitCode: 5,
    break: async () => {
      await prank('pull');
      await owner.delete(`/datasets/${(await findDeployed(owner, 'rating')).datasetId}`);
      await prank('deploy');
    },
  },
];

describe('a finding', () => {
  it.each(cases)('of $title is reported and fixed by what it names', async (one) => {
    await one.break?.();
    const found = await ask();
    expect(found.names).toContain(one.finding);
    expect(found.check(one.finding).why).toMatch(one.says);
    expect(found.exitCode).toBe(one.exitCode ?? 6);
    await (one.cure ?? ((fix) => follow(run, fix)))(found.check(one.finding).fix);
    expect((await ask()).names).not.toContain(one.finding);
  });

  it('is left after all fixes: none', async () => {
    expect((await ask()).names).toEqual([]);
  });
});

describe('one rater', () => {
  it('without an account: says how to get one, and of a name that differs in case', async () => {
    const nobody = await ask('--rater', 'nobody');
    expect(nobody.check('rater')).toMatchObject({ ok: false, why: 'nobody has no account on the server.' });
    const { check } = await ask('--rater', 'Early-Bird');
    expect(check('rater').why).toContain('there is early-bird, and names differ by case');
    expect(check('rater').fix).toBe('prank doctor --rater early-bird');
  });

  it('of another workspace is admitted by the command, and nobody else is', async () => {
    const { body: other } = await owner.post('/workspaces', { name: 'elsewhere' });
    await owner.post('/datasets', { name: 'theirs', workspace_id: other.id });
    const guests = [await makeRater(owner, other.id), await makeRater(owner, other.id)];
    const [guest, stranger] = guests;
    expect((await ask()).names).toEqual([]);
    const found = await ask('--rater', guest?.username ?? '');
    expect(found.names).toEqual(['rater']);
    expect(found.check('rater').why).toContain('may not see the workspace rating (but elsewhere)');
    await follow(run, found.check('rater').fix);
    const { workspaceId } = await findDeployed(owner, 'rating');
    const { body: members } = await owner.get(`/workspaces/${workspaceId}/users`);
    const names = members.items.map(({ username }: { username: string }) => username);
    expect(names).toContain(guest?.username);
    expect(names).not.toContain(stranger?.username);
    expect((await ask('--rater', guest?.username ?? '')).names).toEqual([]);
  });

  it('who has answered everything open waits for more', async () => {
    const { names, check } = await ask('--rater', rater.username);
    expect(names).toEqual(['rater_queue']);
    expect(check('rater_queue').why).toBe(`${rater.username} answered 8 prompts, and none of the 8 open ones is left.`);
  });

  it('who was forgotten, and whose account stays for another dataset, is not asked back in', async () => {
    const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
    const leaver = await makeRater(owner, workspaceId);
    const [record] = await readAllRecords(owner, datasetId);
    const answer = { status: 'submitted', values: { quality: { value: 3 } } };
    expect((await leaver.calls.post(`/records/${record?.id}/responses`, answer)).status).toBe(201);
    const { body: other } = await owner.post('/datasets', { name: 'another', workspace_id: workspaceId });
    const at = `/datasets/${other.id}`;
    await owner.post(`${at}/fields`, { name: 'p', title: 'P', required: true, settings: { type: 'text' } });
    const settings = { type: 'rating', options: [{ value: 1 }, { value: 2 }] };
    await owner.post(`${at}/questions`, { name: 'q', title: 'Q', required: true, settings });
    await owner.put(`${at}/publish`, {});
    const { body } = await owner.post(`${at}/records/bulk`, { items: [{ fields: { p: 'x' } }] });
    const elsewhere = { status: 'submitted', values: { q: { value: 1 } } };
    expect((await leaver.calls.post(`/records/${body.items[0].id}/responses`, elsewhere)).status).toBe(201);
    const { stdout } = await run(['forget', leaver.username, '--yes']);
    expect(stdout).toContain('The account stays');

    expect((await ask()).names).not.toContain('members');
    const { repairs, check } = await ask('--rater', leaver.username, '--repair');
    expect(repairs).toEqual([]);
    expect(check('rater')).toMatchObject({ ok: true, why: expect.stringContaining('was forgotten in this campaign') });
    const kept = join(dir, '.prank', 'forgotten.json');
    expect(await readFile(kept, 'utf8')).not.toContain(leaver.id);
    // The file alone makes the difference.
    await rm(kept);
    expect((await ask()).names).toContain('members');
    await owner.delete(at);
    await owner.delete(`/users/${leaver.id}`);
  });

  it('who is an admin of another workspace is never admitted by a repair', async () => {
    const { body } = await owner.post('/users', {
      username: 'boss',
      first_name: 'B',
      password: 'a-password',
      role: 'admin',
    });
    const { repairs, check } = await ask('--rater', 'boss', '--repair');
    expect(repairs).toEqual([]);
    expect(check('rater').fix).toContain(server.url);
    await owner.delete(`/users/${body.id}`);
  });
});

describe("a server that can't be asked", () => {
  it('is reported, and the folder and the token are checked', async () => {
    await rewrite((config) => ({ ...config, argilla: { url: 'http://127.0.0.1:9' } }));
    const { names, check } = await ask();
    expect(names).toEqual(['server', 'address'].filter((name) => names.includes(name)));
    expect(check('server').why).toContain('No answer from Argilla');
    expect(check('prompts').ok).toBe(true);
    await rewrite((config) => ({ ...config, argilla: { url: server.url } }));
    expect((await ask()).names).toEqual([]);
  });
});

describe('the embedded server of a campaign', () => {
  it('has no page while nobody serves it, and no database before a deploy', async () => {
    const local = await makeCampaignFolder({ argilla: { local: true }, name: 'here', prompts });
    const here = (words: string[]): Promise<PrankRun> => runPrank(words, { cwd: local });
    try {
      for (const words of [['build']]) await here(words);
      const bare = await askDoctor(here);
      expect(bare.check('server').why).toMatch(/No Argilla API key|has no database yet/u);
      await follow(here, 'prank deploy; prank push');
      const idle = await askDoctor(here);
      expect(idle.names).toEqual(['serving', 'members']);
      expect(idle.check('serving').fix).toBe('prank serve');
      expect(idle.check('members').fix).toBe('prank serve --rater NAME');
      const child = startPrank(['serve', '--rater', 'me', '--port', '0'], { cwd: local });
      await once(child.stdout ?? child, 'data');
      const { names, exitCode } = await askDoctor(here, ['--rater', 'me']);
      child.kill('SIGINT');
      await once(child, 'close');
      expect(names).toEqual([]);
      expect(exitCode).toBe(0);
    } finally {
      await removeFolder(local);
    }
  });
});
