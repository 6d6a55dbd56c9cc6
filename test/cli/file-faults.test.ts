import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runJson, runPrank } from '../support/run-prank.ts';

let dir: string;
const at = (...parts: string[]): string => join(dir, ...parts);
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await runJson(['init', '--preset', 'blank', '--local'], { cwd: dir });
});
afterEach(() => rm(dir, { recursive: true }));

const faults: [string, string[], () => Promise<unknown>, string][] = [
  ['a file in the place of .prank', ['build'], () => writeFile(at('.prank'), ''), 'there is a file of that name'],
  ['a source that is a circle of links', ['build'], () => loop('prompts.csv'), "prompts.csv can't be read"],
  ['passwords that can not be read', ['serve', '--rater', 'ada'], () => loop('.prank', 'raters.csv'), 'raters.csv'],
  ['a mark of a demo that can not be read', ['demo', '.'], () => loop('.prank', 'simulated'), 'simulated'],
  ['a demo below a file', ['demo', 'prank.yaml/x'], async () => {}, 'a part of its path is a file'],
  ['a database that is a folder', ['deploy'], () => mkdir(at('.prank', 'local.db'), { recursive: true }), 'local.db'],
];

async function loop(...parts: string[]): Promise<void> {
  const path = at(...parts);
  await mkdir(join(path, '..'), { recursive: true });
  await rm(path, { force: true });
  await symlink(path, path);
}

it.each(faults)('%s is no bug, and nothing is overwritten', async (_, words, make, message) => {
  await make();
  const before = (await readdir(dir)).toSorted();
  const run = await runPrank([...words, ...(words[0] === 'serve' ? ['--port', '0'] : [])], { cwd: dir });
  expect(run, run.stderr).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(message);
  expect(run.stderr).toContain('next:');
  expect((await readdir(dir)).filter((name) => name !== '.env').toSorted()).toEqual(before);
});

it("a token file that can't be read does not count as a missing login", async () => {
  await mkdir(at('hf', 'token'), { recursive: true });
  const config = await readFile(at('prank.yaml'), 'utf8');
  await writeFile(at('prank.yaml'), config.replace('local: true', 'space: organizer/ratings'));
  const run = await runPrank(['deploy'], { cwd: dir, env: { HF_HOME: at('hf') } });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`${at('hf', 'token')} can't be read: it is a folder.`);
});

it('build --plan needs no lock, so it works in a read-only folder', async () => {
  await runJson(['build', '--plan'], { cwd: dir });
  expect(await readdir(dir)).not.toContain('.prank');
});
