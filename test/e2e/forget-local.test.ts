import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

it('a forgotten rater of the embedded server does not come back through the file of passwords', async () => {
  const dir = await makeCampaignFolder({ name: 'rating', prompts: ['Why is the sky blue?'], argilla: { local: true } });
  try {
    const path = join(dir, '.prank', 'raters.csv');
    await runJson(['build'], { cwd: dir });
    await runJson(['deploy'], { cwd: dir });
    await writeFile(path, 'username,password\n"ada",the-password-of-ada\n"bob",the-password-of-bob\n');
    await runJson(['deploy'], { cwd: dir });
    expect(await runPrank(['forget', 'ada'], { cwd: dir })).toMatchObject({ exitCode: 5 });
    expect(await readFile(path, 'utf8')).toContain('ada');
    expect(await runJson(['forget', 'ada', '--yes'], { cwd: dir })).toMatchObject({ responses: 0 });
    expect(await readFile(path, 'utf8')).toBe('username,password\n"bob",the-password-of-bob\n');
    await runJson(['deploy'], { cwd: dir });
    const again = await runPrank(['forget', 'ada', '--yes'], { cwd: dir });
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Nobody called ada is known') });
    expect(await runJson(['forget', 'bob', '--dry-run'], { cwd: dir })).toMatchObject({ responses: 0 });
  } finally {
    await removeFolder(dir);
  }
});
