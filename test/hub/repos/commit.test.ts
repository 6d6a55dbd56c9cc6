import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HubConnection, openHub } from '../../../src/hub/connection.ts';
import { HubBranchMovedError, HubHttpError, HubUnreachableError } from '../../../src/hub/http-error.ts';
import { type Commit, commitFiles, hasUnknownOutcome } from '../../../src/hub/repos/commit.ts';
import { prepareFiles } from '../../../src/hub/repos/preupload.ts';
import type { Repository } from '../../../src/hub/repos/repositories.ts';
import { PermissionError, RemoteError } from '../../../src/lib/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { type StandInHub, startHub } from '../../support/hub/start-hub.ts';

let standIn: StandInHub;
let hub: HubConnection;
let repository: Repository;
let made = 0;

beforeAll(async () => {
  standIn = await startHub();
  hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock: createFakeClock() });
});
afterAll(() => standIn.close());
beforeEach(() => {
  made += 1;
  repository = { type: 'dataset', name: `organizer/ratings-${made}` };
  standIn.addRepository({ type: 'dataset', id: repository.name, files: { 'old.txt': 'old', 'a.txt': 'one' } });
  standIn.clearRequests();
});
afterEach(() => {
  expect(standIn.unknown).toEqual([]);
  standIn.calm();
});

const view = () => standIn.repo('dataset', repository.name);
const commitRequest = () => `POST /api/datasets/${repository.name}/commit/main`;

async function newCommit(files: Record<string, string>, more: Partial<Commit> = {}): Promise<Commit> {
  const written = Object.entries(files).map(([path, text]) => ({ path, source: Buffer.from(text) }));
  const add = await prepareFiles(hub, repository, written);
  return { parent: view().head, summary: 'Add', description: '', add, remove: [], ...more };
}

describe('commitFiles', () => {
  it('writes, replaces and removes files in one commit on the parent', async () => {
    const parent = view().head;
    const commit = await newCommit(
      { 'a.txt': 'two', 'deep/b.txt': 'new', 'c.parquet': 'large' },
      { summary: 'Change all', description: 'In words.', remove: ['old.txt'] },
    );
    const id = await commitFiles(hub, repository, commit);
    expect(view().head).toBe(id);
    expect(view().commits[0]).toMatchObject({ oid: id, parent, title: 'Change all' });
    expect(view().commits[0]?.message).toMatch(/^In words\.\n\nprank-commit: [\da-f]{20}$/u);
    expect(view().files()).toEqual(['.gitattributes', 'a.txt', 'c.parquet', 'deep/b.txt']);
    expect(view().read('a.txt').toString()).toBe('two');
    expect(view().read('c.parquet').toString()).toBe('large');
  });

  it('marks commits by their parent and content, and writes only the marker if there is no description', async () => {
    const first = await newCommit({ 'a.txt': 'two' });
    await commitFiles(hub, repository, first);
    const second = await newCommit({ 'a.txt': 'two' });
    await commitFiles(hub, repository, second);
    const third = await newCommit({ 'a.txt': 'three' });
    await commitFiles(hub, repository, third);
    const fourth = await newCommit({}, { remove: ['a.txt'] });
    await commitFiles(hub, repository, fourth);
    const markers = view()
      .commits.slice(0, 4)
      .map(({ message }) => message);
    for (const marker of markers) expect(marker).toMatch(/^prank-commit: [\da-f]{20}$/u);
    expect(new Set(markers).size).toBe(4);
  });

  it('changes nothing if somebody else has committed since, and does not try again', async () => {
    const commit = await newCommit({ 'a.txt': 'ours' });
    const theirs = standIn.commitBehind(view(), { 'a.txt': 'theirs' });
    await expect(commitFiles(hub, repository, commit)).rejects.toThrow(HubBranchMovedError);
    expect(view().head).toBe(theirs);
    expect(standIn.count(commitRequest())).toBe(1);
  });

  it.each([
    ['error-after', 1],
    ['reset-after', 1],
    ['cut-body', 1],
    ['error-before', 2],
    ['reset-before', 2],
  ] as const)('commits once through %s', async (kind, calls) => {
    const commit = await newCommit({ 'a.txt': 'two' });
    const before = view().commitCount;
    standIn.fault({ match: commitRequest(), kind });
    expect(await commitFiles(hub, repository, commit)).toBe(view().head);
    expect(view().commitCount).toBe(before + 1);
    expect(standIn.count(commitRequest())).toBe(calls);
  });

  it('finds its commit below those of others', async () => {
    const commit = await newCommit({ 'a.txt': 'two' });
    standIn.fault({ match: commitRequest(), kind: 'error-after' });
    standIn.beforeNext(`GET /api/datasets/${repository.name}/revision/main`, () => {
      for (let other = 0; other < 19; other += 1) standIn.commitBehind(view(), { 'b.txt': `${other}` });
    });
    const ours = await commitFiles(hub, repository, commit);
    expect(view().commits.findIndex(({ oid }) => oid === ours)).toBe(19);
  });

  it('does not mistake a foreign commit for its own: the next try is refused', async () => {
    const commit = await newCommit({ 'a.txt': 'two' });
    standIn.fault({ match: commitRequest(), kind: 'error-before' });
    standIn.beforeNext(`GET /api/datasets/${repository.name}/revision/main`, () => {
      standIn.commitBehind(view(), { 'a.txt': 'theirs' });
    });
    await expect(commitFiles(hub, repository, commit)).rejects.toThrow(HubBranchMovedError);
    expect(view().read('a.txt').toString()).toBe('theirs');
    expect(standIn.count(commitRequest())).toBe(2);
  });

  it('finds its commit if it lands late, between two looks', async () => {
    const commit = await newCommit({ 'a.txt': 'two' });
    const description = await descriptionSent(commit);
    standIn.fault({ match: commitRequest(), kind: 'error-before' });
    standIn.fault({ match: commitRequest(), kind: 'error-before', status: 412 });
    let landed = '';
    standIn.beforeNext(commitRequest(), () => {});
    standIn.beforeNext(commitRequest(), () => {
      landed = view().commit({ 'a.txt': 'two' }, `Add\n\n${description}`);
    });
    expect(await commitFiles(hub, repository, commit)).toBe(landed);
    expect(standIn.count(commitRequest())).toBe(2);
  });

  it('gives up after six tries', async () => {
    const commit = await newCommit({ 'a.txt': 'two' });
    const before = view().head;
    standIn.fault({ match: commitRequest(), kind: 'error-before', status: 503, times: 100 });
    await expect(commitFiles(hub, repository, commit)).rejects.toMatchObject({ code: 'hub_http_503' });
    expect(standIn.count(commitRequest())).toBe(6);
    expect(view().head).toBe(before);
  });

  it('succeeds at the sixth try', async () => {
    const commit = await newCommit({ 'a.txt': 'two' });
    standIn.fault({ match: commitRequest(), kind: 'error-before', times: 5 });
    expect(await commitFiles(hub, repository, commit)).toBe(view().head);
    expect(standIn.count(commitRequest())).toBe(6);
  });

  it.each([400, 403, 404, 409, 413])('does not ask again after %i', async (status) => {
    const commit = await newCommit({ 'a.txt': 'two' });
    standIn.fault({ match: commitRequest(), kind: 'error-before', status });
    await expect(commitFiles(hub, repository, commit)).rejects.toThrow(Error);
    expect(standIn.count(commitRequest())).toBe(1);
    expect(standIn.count(`GET /api/datasets/${repository.name}/revision/main`)).toBe(0);
  });

  it('shows the progress of large files only', async () => {
    const steps: [number, number][] = [];
    const onProgress = (done: number, total: number): void => void steps.push([done, total]);
    const commit = await newCommit({ 'a.txt': 'small', 'b.parquet': 'large' }, { onProgress });
    await commitFiles(hub, repository, commit);
    expect(steps).toEqual([
      [0, 5],
      [5, 5],
    ]);
  });

  it('ends with the first failure when several large files are on their way', { timeout: 10_000 }, async () => {
    const names = Array.from({ length: 7 }, (_, index) => `${index}.parquet`);
    const commit = await newCommit(Object.fromEntries(names.map((name) => [name, `large ${name}`])));
    let sent = 0;
    const failing: HubConnection = {
      ...hub,
      fetcher: (options) => (input, init) => {
        if (init?.method !== 'PUT') return hub.fetcher(options)(input, init);
        sent += 1;
        return Promise.reject(new HubUnreachableError('hub_unreachable', `upload ${sent}`));
      },
    };
    await expect(commitFiles(failing, repository, commit)).rejects.toThrow('upload 1');
    expect(standIn.count(commitRequest())).toBe(0);
  });
});

/** The description of the commit, as sent to a second Hub. */
async function descriptionSent(commit: Commit): Promise<string> {
  let description = '';
  nock('https://twin.test')
    .post(/commit\/main$/u)
    .reply(200, (_, body) => {
      const [header = ''] = typeof body === 'string' ? body.split('\n') : [];
      description = JSON.parse(header).value.description;
      return { commitOid: 'twin' };
    });
  const twin = openHub({ endpoint: 'https://twin.test', token: null, userAgent: 'prank/test' });
  expect(await commitFiles(twin, repository, commit)).toBe('twin');
  return description;
}

it.each<[string, unknown, boolean]>([
  ['no answer', new HubUnreachableError('hub_unreachable', 'x'), true],
  ['500', httpError(500), true],
  ['504', httpError(504), true],
  ['499', httpError(499), false],
  ['404', httpError(404), false],
  ['an answer in an unknown form', new RemoteError('hub_unexpected_answer', 'x'), true],
  ['another fault of the Hub', new RemoteError('hub_upload_refused', 'x'), false],
  ['a refusal', new PermissionError('hub_not_allowed', 'x'), false],
  ['a bug', new TypeError('x'), false],
])('whether the outcome is unknown after %s', (_, error, isUnknown) => {
  expect(hasUnknownOutcome(error)).toBe(isUnknown);
});

function httpError(status: number): HubHttpError {
  return new HubHttpError({ status, errorCode: null, requestId: null, message: '', pause: null }, 'x');
}
