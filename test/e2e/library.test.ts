import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, code = '']) => code);
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await mkdir(join(dir, 'node_modules'));
  await symlink(root, join(dir, 'node_modules', 'prank'));
});
afterAll(() => rm(dir, { recursive: true }));

// One after the other: they work on the campaign that the first one makes.
it.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i of docs/library.md runs',
  async (_, code) => {
    const file = join(dir, 'example.mjs');
    await writeFile(file, code);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd: dir });
    expect(stdout + stderr).not.toBe('');
  },
);
