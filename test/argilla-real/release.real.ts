import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { argillaPython, realServer } from '../support/argilla-env.ts';
import { runJson } from '../support/run-prank.ts';

const script = fileURLToPath(new URL('../release/release_check.py', import.meta.url));
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterAll(() => rm(dir, { recursive: true }));

it('the release of the demo opens with datasets and with the official client', async () => {
  const { rows } = await runJson(['demo', 'demo'], { cwd: dir });
  const { url, ownerKey } = realServer();
  const env = {
    ...process.env,
    ARGILLA_API_URL: url,
    ARGILLA_API_KEY: ownerKey,
    HF_HUB_OFFLINE: '1',
    HF_HOME: join(dir, 'hf'),
  };
  const words = [script, join(dir, 'demo', 'release'), '--argilla'];
  const { stdout } = await promisify(execFile)(argillaPython(), words, { env, maxBuffer: 64 * 1024 * 1024 });
  expect(stdout).toContain(String(rows));
});
