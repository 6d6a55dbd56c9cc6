import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createCalls } from '../support/argilla-calls.ts';
import { argillaPython, realServer } from '../support/argilla-env.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { runJson } from '../support/run-prank.ts';
import { cleanUp } from '../support/test-raters.ts';
import { median, printFigure, printRatio } from './report.ts';

const count = Number(process.env['BENCH_RECORDS'] ?? 10_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 1);
const sdkScript = fileURLToPath(new URL('sdk_push.py', import.meta.url));

/** About 550 characters, the average in the Prompt Ranking Project. */
const prompts = Array.from(
  { length: count },
  (_, index) => `Prompt ${index}: ${'explain this in the words of a patient teacher. '.repeat(11)}`,
);

it(`push of ${count} records against the official SDK on the same server`, async () => {
  const { url, ownerKey: apiKey } = realServer();
  const owner = createCalls(url, apiKey);
  const seconds: { prank: number; sdk: number; again: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const name = `bench-${randomUUID().slice(0, 8)}`;
    const dir = await makeCampaignFolder({ url, name, prompts });
    const options = { cwd: dir, env: { ARGILLA_API_KEY: apiKey } };
    await runJson(['build'], options);
    await runJson(['deploy'], options);
    const prank = await timeSeconds(async () =>
      expect(await runJson(['push'], options)).toMatchObject({ added: count }),
    );
    const again = await timeSeconds(async () =>
      expect(await runJson(['push'], options)).toMatchObject({ added: 0, unchanged: count }),
    );
    await cleanUp(owner, name, []);
    await removeFolder(dir);
    const sdk = Number(execFileSync(argillaPython(), [sdkScript, url, apiKey, String(count)], { encoding: 'utf8' }));
    seconds.push({ prank, sdk, again });
  }
  printRatio(
    `prank push, ${count} records`,
    median(seconds.map(({ prank }) => prank)),
    'argilla SDK records.log',
    median(seconds.map(({ sdk }) => sdk)),
    's',
  );
  printFigure(`prank push again, nothing changed, ${count} records`, median(seconds.map(({ again }) => again)), 's');
});

async function timeSeconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
