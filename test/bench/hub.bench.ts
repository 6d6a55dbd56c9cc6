import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRepo, uploadFiles } from '@huggingface/hub';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub } from '../support/hub/start-hub.ts';
import { runPrank } from '../support/run-prank.ts';
import { printFigure, printRatio } from './report.ts';

/** What a call to the Hub takes from far away. */
const delayMs = 150;
let root: string;
let dir: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(root, 'demo');
  const demo = await runPrank(['demo', dir], { cwd: root });
  expect(demo, demo.stderr).toMatchObject({ exitCode: 0 });
  const file = join(dir, 'prank.yaml');
  const config = parse(await readFile(file, 'utf8'));
  await writeFile(
    file,
    stringify({ ...config, publish: { ...config.publish, dataset: 'organizer/ranked', license: 'cc-by-4.0' } }),
  );
}, 600_000);
afterAll(() => rm(root, { recursive: true }));

/** Seconds of the first upload of the demo's release, and the number of calls, all delayed. */
async function measure(upload: (endpoint: string) => Promise<void>, delayed: boolean) {
  const hub = await startHub();
  try {
    if (delayed) hub.fault({ match: '* /.*', kind: 'slow', delayMs, times: Number.POSITIVE_INFINITY });
    const started = performance.now();
    await upload(hub.url);
    return { seconds: (performance.now() - started) / 1000, calls: hub.requests.length };
  } finally {
    await hub.close();
  }
}

async function publish(endpoint: string): Promise<void> {
  const env = { HF_ENDPOINT: endpoint, HF_TOKEN: 'hf_organizer' };
  const run = await runPrank(['publish'], { cwd: dir, env });
  expect(run, run.stderr).toMatchObject({ exitCode: 0 });
}

async function uploadByLibrary(hubUrl: string): Promise<void> {
  const release = join(dir, 'release');
  const paths = await readdir(release, { recursive: true, withFileTypes: true });
  const files = paths
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(release.length + 1), content: pathToFileURL(file) }));
  printFigure('files of the release', files.length, '');
  const repo = { type: 'dataset', name: 'organizer/by-library' } as const;
  await createRepo({ repo, accessToken: 'hf_organizer', hubUrl });
  await uploadFiles({ repo, files, accessToken: 'hf_organizer', hubUrl });
}

it(`a first release, with ${delayMs} ms for each call`, async () => {
  const [near, far] = [await measure(publish, false), await measure(publish, true)];
  const [theirsNear, theirs] = [await measure(uploadByLibrary, false), await measure(uploadByLibrary, true)];
  printRatio(
    'time on the way to the Hub',
    far.seconds - near.seconds,
    'uploadFiles',
    theirs.seconds - theirsNear.seconds,
    's',
  );
  printRatio('calls', far.calls, 'createRepo and uploadFiles', theirs.calls, '');
}, 600_000);
