import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBucket } from '../../src/hub/buckets.ts';
import { type HubConnection, openHub } from '../../src/hub/connection.ts';
import { createScheduledJob, deleteScheduledJob, resumeScheduledJob } from '../../src/hub/jobs.ts';
import { commitFiles } from '../../src/hub/repos/commit.ts';
import { prepareFiles } from '../../src/hub/repos/preupload.ts';
import { createDatasetRepository, createTag, squashHistory } from '../../src/hub/repos/repositories.ts';
import { restartSpace, setHardware, setSleepTime, setVolumes } from '../../src/hub/spaces/runtime.ts';
import { setSecret, setVariable } from '../../src/hub/spaces/settings.ts';
import { createStaticSpace, duplicateSpace } from '../../src/hub/spaces/spaces.ts';
import { PrankError } from '../../src/lib/errors.ts';
import type { Move } from '../../src/hub/moved.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { type Answer, empty, html, json } from '../support/hub/http/exchange.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';

const clock = createFakeClock();
let standIn: StandInHub;
let hub: HubConnection;
let moves: Move[];
let made = 0;
/** A name without a repository, a dataset, a Space, and a bucket, all new for each test. */
let name: string;
let dataset: string;
let space: string;
let bucket: string;

beforeAll(async () => {
  standIn = await startHub({ spaceSettings: { buildingMs: 1, appStartingMs: 1 } });
});
afterAll(() => standIn.close());
beforeEach(async () => {
  standIn.calm();
  moves = [];
  const onMoved = (move: Move): void => void moves.push(move);
  hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock, onMoved });
  made += 1;
  name = `organizer/new-${made}`;
  dataset = `organizer/data-${made}`;
  space = `organizer/space-${made}`;
  bucket = `organizer/bucket-${made}`;
  standIn.addRepository({ type: 'dataset', id: dataset, files: { 'a.txt': 'one' } });
  await createBucket(hub, bucket);
  await duplicateSpace(hub, 'argilla/argilla-template-space', newSpace(space), clock);
  await standIn.space(space).settle();
  standIn.clearRequests();
});

const repository = () => ({ type: 'dataset', name: dataset }) as const;
const view = () => standIn.repo('dataset', dataset);
const newSpace = (id: string) => ({
  name: id,
  hardware: 'cpu-basic',
  sleepSeconds: null,
  secrets: {},
  variables: {},
  volumes: [],
});
const job = {
  schedule: '@daily',
  dockerImage: 'node',
  command: ['true'],
  environment: {},
  secrets: {},
  flavor: 'cpu-basic',
  timeoutSeconds: 60,
  labels: {},
} as const;
const jobs = () => standIn.jobs('organizer');
const addJob = async (): Promise<string> => {
  const created = await createScheduledJob(hub, 'organizer', job);
  return created.id;
};

async function commit(path: string): Promise<void> {
  const add = await prepareFiles(hub, repository(), [{ path, source: Buffer.from('content') }]);
  await commitFiles(hub, repository(), { parent: view().head, summary: 'Add', description: '', add, remove: [] });
}

interface Write {
  /** The request that is answered oddly. */
  match: () => string;
  /** Prepares the write, and returns it, with a way to tell whether it happened. */
  prepare: () => Promise<{ write: () => Promise<unknown>; happened: () => boolean }>;
}

const simple = (match: () => string, write: () => Promise<unknown>, happened: () => boolean): Write => ({
  match,
  prepare: async () => ({ write, happened }),
});

const writes: Record<string, Write> = {
  'creating a dataset': simple(
    () => 'POST /api/repos/create',
    () => createDatasetRepository(hub, name, { private: false }),
    () => standIn.hasRepo('dataset', name),
  ),
  'creating a private dataset': simple(
    () => 'POST /api/repos/create',
    () => createDatasetRepository(hub, name, { private: true }),
    () => standIn.hasRepo('dataset', name),
  ),
  'creating a static Space': simple(
    () => 'POST /api/repos/create',
    () => createStaticSpace(hub, name, [{ path: 'README.md', content: '---\nsdk: static\n---\n' }]),
    () => standIn.hasRepo('space', name),
  ),
  'copying a Space': simple(
    () => 'POST /api/spaces/argilla/argilla-template-space/duplicate',
    () => duplicateSpace(hub, 'argilla/argilla-template-space', newSpace(name), clock),
    () => standIn.hasRepo('space', name),
  ),
  'creating a bucket': simple(
    () => `POST /api/buckets/${name}`,
    () => createBucket(hub, name),
    () => exists(() => standIn.bucket(name)),
  ),
  'a commit': simple(
    () => `POST /api/datasets/${dataset}/commit/main`,
    () => commit('b.txt'),
    () => view().files().includes('b.txt'),
  ),
  'asking where a large file goes': simple(
    () => `POST /datasets/${dataset}.git/info/lfs/objects/batch`,
    () => commit('b.parquet'),
    () => view().files().includes('b.parquet'),
  ),
  'asking how to send a file': simple(
    () => `POST /api/datasets/${dataset}/preupload/main`,
    () => commit('b.txt'),
    () => view().files().includes('b.txt'),
  ),
  'a tag': simple(
    () => `POST /api/datasets/${dataset}/tag/.*`,
    () => createTag(hub, repository(), { tag: 'v1', commit: view().head, message: 'First' }),
    () => view().tags['v1'] !== undefined,
  ),
  'dropping the history': simple(
    () => `POST /api/datasets/${dataset}/super-squash/main`,
    () => squashHistory(hub, repository(), 'One commit'),
    () => view().commits.length === 1,
  ),
  'a secret': simple(
    () => `POST /api/spaces/${space}/secrets`,
    () => setSecret(hub, space, { key: 'KEY', value: 'value' }),
    () => standIn.space(space).secrets['KEY'] === 'value',
  ),
  'a variable': simple(
    () => `POST /api/spaces/${space}/variables`,
    () => setVariable(hub, space, { key: 'KEY', value: 'value' }),
    () => standIn.space(space).variables['KEY'] === 'value',
  ),
  hardware: simple(
    () => `POST /api/spaces/${space}/hardware`,
    () => setHardware(hub, space, { hardware: 'cpu-upgrade', sleepSeconds: null }),
    () => standIn.space(space).hardware === 'cpu-upgrade',
  ),
  'a sleep time': {
    match: () => `POST /api/spaces/${space}/sleeptime`,
    prepare: async () => {
      await setHardware(hub, space, { hardware: 'cpu-upgrade', sleepSeconds: null });
      return {
        write: () => setSleepTime(hub, space, 3600),
        happened: () => standIn.space(space).sleepTimeSeconds === 3600,
      };
    },
  },
  volumes: simple(
    () => `PUT /api/spaces/${space}/volumes`,
    () => setVolumes(hub, space, [{ type: 'bucket', source: bucket, mountPath: '/data' }]),
    () => standIn.space(space).volumes.length === 1,
  ),
  'a restart': simple(
    () => `POST /api/spaces/${space}/restart`,
    () => restartSpace(hub, space),
    () => standIn.space(space).restarts > 0,
  ),
  'creating a scheduled job': {
    match: () => 'POST /api/scheduled-jobs/organizer',
    prepare: async () => {
      const before = jobs().length;
      return { write: addJob, happened: () => jobs().length > before };
    },
  },
  'deleting a scheduled job': {
    match: () => 'DELETE /api/scheduled-jobs/organizer/.*',
    prepare: async () => {
      const id = await addJob();
      return {
        write: () => deleteScheduledJob(hub, 'organizer', id),
        happened: () => jobs().every((found) => found.id !== id),
      };
    },
  },
  'resuming a scheduled job': {
    match: () => 'POST /api/scheduled-jobs/organizer/.*/resume',
    prepare: async () => {
      const id = await addJob();
      const found = jobs().find((listed) => listed.id === id);
      if (found !== undefined) found.suspend = true;
      return { write: () => resumeScheduledJob(hub, 'organizer', id), happened: () => found?.suspend === false };
    },
  },
};

function exists(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch {
    return false;
  }
}

const redirect = (status: number, location: string): Answer => ({ ...empty(status), headers: { location } });

/** What something between prank and the Hub may answer, although nothing was done. */
const answers: Record<string, () => Answer> = {
  '204': () => empty(204),
  'an empty 200': () => empty(200),
  'a 302 to a sign-in page elsewhere': () => redirect(302, 'http://login.test/'),
  'a 302 to a page here': () => redirect(302, '/login'),
  'a 307 to another place here': () => redirect(307, '/api/whoami-v2'),
  'a 307 elsewhere': () => redirect(307, 'http://elsewhere.test/api'),
  'a web page': () => html(200, 'Sign in'),
  'other JSON': () => json({ ok: true }),
  'a list': () => json([]),
  'the text OK': () => ({ ...empty(200), headers: { 'content-type': 'text/plain' }, body: Buffer.from('OK') }),
  'JSON that breaks off': () => ({ ...json({}), body: Buffer.from('{"url":"http') }),
};

describe.each(Object.entries(writes))('%s', (_name, { match, prepare }) => {
  it.each(Object.entries(answers))('counts as done after %s only if it happened', async (_odd, answer) => {
    const { write, happened } = await prepare();
    standIn.fault({ match: match(), kind: 'other-answer', answer: answer(), times: 1000 });
    const outcome = await write().catch((error: unknown) => error);
    expect(happened()).toBe(false);
    expect(outcome).toBeInstanceOf(PrankError);
    standIn.calm();
    await write();
    expect(happened()).toBe(true);
  });
});

it('names the place that it was sent to', async () => {
  const location = 'http://login.test/sign-in?next=secret';
  standIn.fault({ match: 'POST /api/repos/create', kind: 'other-answer', answer: redirect(302, location) });
  await expect(createDatasetRepository(hub, name, { private: false })).rejects.toMatchObject({
    code: 'hub_redirected',
    message: expect.stringContaining('to http://login.test/sign-in, so it was not done'),
  });
});

const renamed = () => `${dataset}-renamed`;

describe('after a rename on the Hub', () => {
  it('writes to the new name, and says once what it is', async () => {
    standIn.rename('dataset', dataset, renamed());
    const parent = standIn.repo('dataset', renamed()).head;
    const files = [
      { path: 'b.txt', source: Buffer.from('small') },
      { path: 'b.parquet', source: Buffer.from('large') },
    ];
    const add = await prepareFiles(hub, repository(), files);
    const id = await commitFiles(hub, repository(), { parent, summary: 'Add', description: '', add, remove: [] });
    await createTag(hub, repository(), { tag: 'v1', commit: id, message: 'First' });
    expect(standIn.repo('dataset', renamed()).files()).toEqual(expect.arrayContaining(['b.txt', 'b.parquet']));
    expect(standIn.repo('dataset', renamed()).tags).toMatchObject({ v1: id });
    expect(moves).toEqual([{ type: 'dataset', from: dataset, to: renamed() }]);
  });

  it('sends the token along, but to no other place', async () => {
    standIn.rename('space', space, `${space}-renamed`);
    await setSecret(hub, space, { key: 'KEY', value: 'value' });
    expect(standIn.space(`${space}-renamed`).secrets).toMatchObject({ KEY: 'value' });
    expect(standIn.leaks).toEqual([]);
  });
});
