import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { createHubCalls, fileLine, gitSha1, type HubCalls } from './hub-calls.ts';

const dataset = 'datasets/organizer/ratings';
let hub: StandInHub;
let calls: HubCalls;

beforeEach(async () => {
  hub = await startHub({ repositories: [{ type: 'dataset', id: 'organizer/ratings', files: { 'a.txt': 'one' } }] });
  calls = createHubCalls(hub.url);
});

afterEach(async () => {
  await hub.close();
});

describe('commits', () => {
  test('a commit on an older parent is refused with 412 and leaves no trace', async () => {
    const view = hub.repo('dataset', 'organizer/ratings');
    const parentCommit = view.head;
    const theirs = hub.commitBehind(view, { 'b.txt': 'theirs' });
    const answer = await calls.commit(dataset, [fileLine('c.txt', 'ours')], { parentCommit });
    expect(answer.status).toBe(412);
    expect(view.head).toBe(theirs);
    expect(view.files()).toEqual(['.gitattributes', 'a.txt', 'b.txt']);
  });

  test('one impossible line undoes the whole commit', async () => {
    const view = hub.repo('dataset', 'organizer/ratings');
    const before = view.head;
    const missing = { key: 'deletedFile', value: { path: 'nowhere.txt' } };
    const answer = await calls.commit(dataset, [fileLine('c.txt', 'ours'), missing]);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-error-code')).toBe('EntryNotFound');
    expect(view.head).toBe(before);
  });

  test('keeps parents, and equal content makes an empty commit', async () => {
    const view = hub.repo('dataset', 'organizer/ratings');
    const parent = view.head;
    const answer = await calls.commit(dataset, [fileLine('a.txt', 'one')], { summary: 'Same', parentCommit: parent });
    const { commitOid, commitUrl } = answer.json();
    expect(view.commits[0]).toMatchObject({ oid: commitOid, parent, title: 'Same' });
    expect(commitUrl).toBe(`${hub.url}/${dataset}/commit/${String(commitOid)}`);
    expect(view.commitCount).toBe(3);
  });

  test.each([
    ['a header that is missing', 'not json'],
    ['a key that nobody knows', '{"key":"header","value":{"summary":"x"}}\n{"key":"what","value":{}}'],
  ])('refuses %s', async (_, body) => {
    const response = await fetch(`${hub.url}/api/${dataset}/commit/main`, {
      method: 'POST',
      headers: { authorization: 'Bearer hf_organizer', 'content-type': 'application/x-ndjson' },
      body,
    });
    expect(response.status).toBe(400);
  });

  test('refuses a large file that was never uploaded, and binary content sent as text', async () => {
    const oid = createHash('sha256').update('x').digest('hex');
    const lines = [{ key: 'lfsFile', value: { path: 'x.parquet', algo: 'sha256', oid, size: 1 } }];
    expect((await calls.commit(dataset, lines)).status).toBe(400);
    expect((await calls.commit(dataset, [fileLine('x.dat', 'a\0b')])).status).toBe(400);
  });

  test('a README that the Hub would refuse is refused, as is a Space without sdk', async () => {
    const broken = await calls.commit(dataset, [fileLine('README.md', '---\ntags: [a\n---\n')]);
    expect(broken.status).toBe(400);
    hub.addRepository({ type: 'space', id: 'organizer/app' });
    expect((await calls.commit('spaces/organizer/app', [fileLine('README.md', '# App')])).status).toBe(400);
  });

  test('names files, folders and commits like git', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'prank-'));
    try {
      const files = {
        'a.txt': 'one',
        'data/b.txt': 'two',
        'data/deep/c.txt': 'three',
        'data.txt': 'four',
        'data-x/d': 'x',
      };
      const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
      git('init', '-q');
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      git('add', '.');
      hub.addRepository({ type: 'model', id: 'organizer/tree', files: { ...files, '.gitattributes': '' } });
      await calls.commit('models/organizer/tree', [{ key: 'deletedFile', value: { path: '.gitattributes' } }]);
      const tree = (await calls.get('/api/models/organizer/tree/tree/main')).text;
      const entries: { path: string; oid: string }[] = JSON.parse(tree);
      const theirs = git('ls-tree', git('write-tree'))
        .split('\n')
        .map((line) => line.split(/\s/u));
      expect(byPath(entries.map(({ path, oid }) => [path, oid]))).toEqual(
        byPath(theirs.map(([, , oid = '', path = '']) => [path, oid])),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function byPath(entries: [string, string][]): [string, string][] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

describe('preupload', () => {
  test('says what the branch has, and how to send a file', async () => {
    const sample = Buffer.from('one').toString('base64');
    const paths = ['a.txt', 'new.json', 'plot.png', 'data/x.parquet'];
    const answer = await calls.send('POST', `/api/${dataset}/preupload/main`, {
      files: paths.map((path) => ({ path, size: 3, sample })),
    });
    expect(answer.json()).toEqual({
      commitOid: hub.repo('dataset', 'organizer/ratings').head,
      files: [
        { path: 'a.txt', uploadMode: 'regular', shouldIgnore: false, oid: gitSha1('one') },
        { path: 'new.json', uploadMode: 'regular', shouldIgnore: false },
        { path: 'plot.png', uploadMode: 'lfs', shouldIgnore: false },
        { path: 'data/x.parquet', uploadMode: 'lfs', shouldIgnore: false },
      ],
    });
  });

  test('applies .gitignore', async () => {
    hub.repo('dataset', 'organizer/ratings').commit({ '.gitignore': '*.log\ncache/\n!keep.log' });
    const answer = await calls.send('POST', `/api/${dataset}/preupload/main`, {
      files: ['x.log', 'keep.log', 'cache/y', 'z'].map((path) => ({ path, size: 0, sample: '' })),
    });
    const { files } = answer.json();
    expect(files).toMatchObject([true, false, true, false].map((shouldIgnore) => ({ shouldIgnore })));
  });
});

describe('large files', () => {
  const content = Buffer.alloc(5000, 'large');
  const oid = createHash('sha256').update(content).digest('hex');

  async function askForUpload(transfers: string[]) {
    const response = await fetch(`${hub.url}/${dataset}.git/info/lfs/objects/batch`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer hf_organizer',
        accept: 'application/vnd.git-lfs+json',
        'content-type': 'application/vnd.git-lfs+json',
      },
      body: JSON.stringify({ operation: 'upload', transfers, ref: { name: 'main' }, objects: [{ oid, size: 5000 }] }),
    });
    const answer: {
      objects: { actions?: { upload: { href: string; header?: Record<string, string> }; verify: { href: string } } }[];
    } = JSON.parse(await response.text());
    return answer.objects[0]?.actions;
  }

  test('are stored in one piece, verified, committed and read back in ranges', async () => {
    const actions = await askForUpload(['basic']);
    expect((await fetch(actions?.upload.href ?? '', { method: 'PUT', body: content })).status).toBe(200);
    expect((await calls.send('POST', actions?.verify.href ?? '', { oid, size: 5000 })).status).toBe(200);
    expect(await askForUpload(['basic'])).toBeUndefined();
    const line = { key: 'lfsFile', value: { path: 'data/x.parquet', algo: 'sha256', oid, size: 5000 } };
    expect((await calls.commit(dataset, [line])).status).toBe(200);

    const found = await calls.get(`/${dataset}/resolve/main/data/x.parquet`);
    expect(found.status).toBe(302);
    expect(found.headers.get('x-linked-etag')).toBe(`"${oid}"`);
    expect(found.headers.get('x-linked-size')).toBe('5000');
    expect(found.headers.get('x-repo-commit')).toBe(hub.repo('dataset', 'organizer/ratings').head);
    const location = found.headers.get('location') ?? '';
    expect(location.startsWith(hub.storageUrl)).toBe(true);
    const part = await fetch(location, { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 10-19/5000');
    expect(await part.text()).toBe(content.toString().slice(10, 20));
    expect((await fetch(location, { headers: { range: 'bytes=5000-' } })).status).toBe(416);
  });

  test('are sent in parts if they are large and the client offers it', async () => {
    Object.assign(hub.settings, { multipartAboveBytes: 4000, partBytes: 2000 });
    const { href = '', header = {} } = (await askForUpload(['basic', 'multipart']))?.upload ?? {};
    expect(Object.keys(header).toSorted()).toEqual(['00001', '00002', '00003', 'chunk_size']);
    const parts: { partNumber: number; etag: string | null }[] = [];
    for (const partNumber of [1, 2, 3]) {
      const body = content.subarray((partNumber - 1) * 2000, partNumber * 2000);
      const response = await fetch(header[`0000${partNumber}`] ?? '', { method: 'PUT', body });
      parts.push({ partNumber, etag: response.headers.get('etag') });
    }
    const anonymous = createHubCalls(hub.url, null);
    expect((await anonymous.send('POST', href, { oid, parts: parts.slice(1) })).status).toBe(400);
    expect((await anonymous.send('POST', href, { oid, parts })).status).toBe(200);
    expect(await askForUpload(['basic'])).toBeUndefined();
  });

  test('a token that reaches the storage is rejected and recorded', async () => {
    const { href = '' } = (await askForUpload(['basic']))?.upload ?? {};
    const headers = { authorization: 'Bearer hf_organizer' };
    expect((await fetch(href, { method: 'PUT', body: content, headers })).status).toBe(400);
    expect(hub.leaks).toMatchObject([{ origin: 'storage', authorization: 'Bearer hf_organizer' }]);
    expect((await fetch(`${href}0`, { method: 'PUT', body: content })).status).toBe(403);
  });
});

describe('reading', () => {
  test('a small file comes with its git hash', async () => {
    const answer = await calls.get(`/${dataset}/resolve/main/a.txt`);
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([200, 'one', `"${gitSha1('one')}"`]);
  });

  test('missing things are distinguished, with the commit', async () => {
    const noFile = await calls.get(`/${dataset}/resolve/main/no.txt`);
    expect([noFile.status, noFile.headers.get('x-error-code')]).toEqual([404, 'EntryNotFound']);
    expect(noFile.headers.get('x-repo-commit')).toBe(hub.repo('dataset', 'organizer/ratings').head);
    const noRevision = await calls.get(`/${dataset}/resolve/v9/a.txt`);
    expect([noRevision.status, noRevision.headers.get('x-error-code')]).toEqual([404, 'RevisionNotFound']);
    const noFolder = await calls.get(`/api/${dataset}/tree/main/data`);
    expect([noFolder.status, noFolder.headers.get('x-error-code')]).toEqual([404, 'EntryNotFound']);
    const noRepository = await calls.get('/api/datasets/organizer/none');
    expect([noRepository.status, noRepository.headers.get('x-error-code')]).toEqual([404, 'RepoNotFound']);
    expect(hub.unknown).toEqual([]);
  });

  test('pages of a tree are chained by complete addresses', async () => {
    hub.settings.treePageEntries = 2;
    hub.repo('dataset', 'organizer/ratings').commit({ 'data/b.txt': '2', 'data/c.txt': '3' });
    const seen: string[] = [];
    for (let url: string | undefined = `/api/${dataset}/tree/main?recursive=true`; url !== undefined;) {
      const page = await calls.get(url);
      const entries: { path: string }[] = JSON.parse(page.text);
      expect(entries.length).toBeLessThanOrEqual(2);
      seen.push(...entries.map(({ path }) => path));
      url = /^<([^>]+)>; rel="next"$/u.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['.gitattributes', 'a.txt', 'data', 'data/b.txt', 'data/c.txt']);
  });

  test('paths-info accepts JSON and forms, and leaves out what is missing', async () => {
    const body = { paths: ['a.txt', 'no.txt'], expand: false };
    const expected = [{ type: 'file', oid: gitSha1('one'), size: 3, path: 'a.txt' }];
    const asJson = await calls.send('POST', `/api/${dataset}/paths-info/main`, body);
    expect(asJson.json()).toEqual(expected);
    const form = 'paths=a.txt&paths=no.txt&expand=False';
    const asForm = await fetch(`${hub.url}/api/${dataset}/paths-info/main`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
    });
    expect(await asForm.json()).toEqual(expected);
  });

  test('the response names the code only if told to', async () => {
    hub.settings.errorCodes = false;
    expect((await calls.get('/api/datasets/organizer/none')).headers.get('x-error-code')).toBeNull();
  });
});

describe('tags', () => {
  test('exist once, and only on existing commits', async () => {
    const view = hub.repo('dataset', 'organizer/ratings');
    expect((await calls.send('POST', `/api/${dataset}/tag/${view.head}`, { tag: 'v1' })).status).toBe(200);
    expect((await calls.send('POST', `/api/${dataset}/tag/main`, { tag: 'v1' })).status).toBe(409);
    expect((await calls.send('POST', `/api/${dataset}/tag/nope`, { tag: 'v2' })).status).toBe(404);
    expect(view.tags).toEqual({ v1: view.head });
    const { tags } = (await calls.get(`/api/${dataset}/refs`)).json();
    expect(tags).toEqual([{ name: 'v1', ref: 'refs/tags/v1', targetCommit: view.head }]);
  });
});

describe('creating', () => {
  test('an existing name is answered with its address', async () => {
    const body = { type: 'dataset', name: 'ratings' };
    const answer = await calls.send('POST', '/api/repos/create', body);
    expect([answer.status, answer.json()['url']]).toEqual([409, `${hub.url}/${dataset}`]);
  });

  test('a Docker Space on free hardware requires a plan, a static one does not', async () => {
    hub.addUser({ name: 'poor', isPro: false });
    const poor = createHubCalls(hub.url, 'hf_poor');
    const create = (sdk: string, name: string) => poor.send('POST', '/api/repos/create', { type: 'space', name, sdk });
    expect((await create('docker', 'app')).status).toBe(402);
    expect((await create('static', 'page')).status).toBe(200);
    expect(hub.repo('space', 'poor/page').files()).toEqual(['.gitattributes', 'README.md']);
  });

  test('an unknown word is refused', async () => {
    const answer = await calls.send('POST', '/api/repos/create', { type: 'dataset', name: 'x', publik: true });
    expect(answer.status).toBe(400);
  });
});
