import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { argv, stdin, stdout } from 'node:process';
import { finished } from 'node:stream/promises';
import { UsageError } from '../../../lib/errors.ts';
import type { BuildPlan } from '../../build-plan.ts';
import type { Candidate } from '../../candidate.ts';
import { normalizePrompt } from '../../normalize-prompt.ts';
import { readFile } from '../../sources/read-file.ts';
import { lenient } from '../../rows/reading-rules.ts';
import { loadTextFilters } from '../../filters/text-filters.ts';
import { sparkReader } from './spark-reader.ts';

/**
 * Runs beside a Spark task as a single bundled file. Reads the lines of one data file and writes JSON lines for
 * runner.py: candidates `c`, a final reading `s`, or an error `e` for the person who wrote prank.yaml. Arguments:
 * `sources` or `exclude`, position of the source in it, position of the file, parquet schema.
 */
async function work([part, source, position, schema]: readonly string[]): Promise<void> {
  const plan = parsePlan(readFileSync('plan.json', 'utf8'));
  const planned = (part === 'exclude' ? plan.exclude : plan.sources)[Number(source)];
  const file = planned?.files[Number(position)];
  if (planned === undefined || file === undefined) throw new Error(`plan.json has no ${part} ${source} ${position}`);
  const { settings, normalization } = plan;
  const rules = { settings, text: await loadTextFilters(settings), normalization };
  const reader = sparkReader(file, stdin.iterator({ destroyOnReturn: false }), schema);
  const withNormalized = settings.nearDuplicates !== null;
  try {
    const say = (candidates: Candidate[]): Promise<void> =>
      write(
        candidates.map((one) => ({
          c: withNormalized ? { ...one, normalized: normalizePrompt(one.prompt, normalization) } : one,
        })),
      );
    const chosen = part === 'exclude' ? lenient(rules) : rules;
    await write([{ s: await readFile(planned.source, Number(position), file, reader, chosen, say) }]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { code, message, hint } = error;
    await write([{ e: { code, message, hint } }]);
    // If a worker stops reading its input, Spark thinks it failed.
    await finished(stdin.resume());
  }
}

async function write(messages: readonly unknown[]): Promise<void> {
  const text = messages.map((message) => `${JSON.stringify(message)}\n`).join('');
  if (text !== '' && !stdout.write(text)) await once(stdout, 'drain');
}

function parsePlan(json: string): BuildPlan {
  // Written by the same version of prank.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(json) as BuildPlan;
}

await work(argv.slice(2));
