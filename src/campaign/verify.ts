import { join } from 'node:path';
import { UsageError } from '../lib/errors.ts';
import { hashFile } from '../lib/files/hash-file.ts';
import { writeParquetFile } from '../lib/files/parquet-file.ts';
import { isPresent, readTextIfPresent } from '../lib/files/read-text.ts';
import { withScratchFolder } from '../lib/files/scratch-folder.ts';
import { compareText } from '../lib/text/text.ts';
import type { CampaignFolder } from './open/types.ts';
import type { Emit } from '../model.ts';
import { modelVersion } from '../rank/model-version.ts';
import { diffReleases, type ReleaseDifference } from '../release/changes.ts';
import { type ReleaseFacts, readReleaseFacts } from '../release/facts.ts';
import { listReleaseFiles, listReleasePaths, parseCarriedParts } from '../release/folder.ts';
import type { ReleaseInput } from '../release/input.ts';
import { reviewLicenses } from '../release/licenses/review-licenses.ts';
import { readRelease, type ReadRelease } from '../release/read-release.ts';
import { recordPath } from '../release/record.ts';
import { cardPath, type RenderedRelease, renderRelease } from '../release/render-release.ts';
import { promptsPath } from '../release/tables/prompt-table.ts';
import { rankPrompts } from '../release/tables/released-prompts.ts';
import { toPlacedItems } from './ranking/rated-campaign.ts';
import { rankRatings } from './threads/long-tasks.ts';
import { withDatasetFiles } from './hub-dataset/download.ts';
import { compareTables, type Difference } from '../release/compare-tables.ts';

export type { ReleaseDifference } from '../release/changes.ts';
export type { Difference } from '../release/compare-tables.ts';

export interface VerifyOptions {
  /** The folder of another release, to compare with. */
  against?: string;
  signal?: AbortSignal;
}

export interface VerifyResult {
  /** Whether everything published is what the release's own answers give. */
  same: boolean;
  /** Prompts in the default config. */
  rows: number;
  differences: Difference[];
  /** What is new since the other release; null = there is none to compare with. */
  changes: ReleaseDifference | null;
}

/**
 * Ranks the release in `dir` again from its own files alone, and compares all that it publishes: each table cell by cell
 * (numbers within 1e-9), the card line by line, and by their SHA-256 the files that are drawn (charts and dashboard).
 * Also checks that the licences of the prompts allow the licence of the release. Changes nothing. Throws UsageError
 * `release_not_verifiable`, `release_damaged`, `release_of_other_model`.
 */
export async function verify(
  dir: string,
  { against, signal = new AbortController().signal }: VerifyOptions = {},
  emit: Emit = () => {},
): Promise<VerifyResult> {
  const release = await readRelease(dir);
  const { record, input } = release;
  if (record.model !== modelVersion) throw otherModel(record.model);
  const { task, seed } = input.campaign;
  const rated = toPlacedItems(input.prompts, input.answers, { scale: task.question.values, seed, waves: input.waves });
  const ranking = await rankRatings({ signal }, rated, emit);
  const computed: ReleaseInput = { ...input, ranking };
  const rendered = renderRelease(computed, parseCarriedParts(release.card, join(dir, cardPath)));
  const differences = [
    ...(await compareHashes(dir, release)),
    ...(await compareRendered(dir, rendered, emit)),
    ...checkLicenses(computed),
  ];
  const changes = against === undefined ? null : diffReleases(await readFacts(against), await readFacts(dir));
  return { same: differences.length === 0, rows: rendered.rows, differences, changes };
}

/** Of a release by any prank. Throws UsageError `release_not_there`. */
async function readFacts(dir: string): Promise<ReleaseFacts> {
  const path = join(dir, promptsPath);
  const facts = (await isPresent(path)) ? await readReleaseFacts([path]) : null;
  if (facts === null) throw new UsageError('release_not_there', `There is no release in ${dir}.`);
  return facts;
}

/**
 * Runs `work` with the folder of a release on the Hub: `dataset` is `owner/name`, with `@` and a commit, branch or tag
 * behind it if it is not to be main. Throws UsageError `not_a_dataset`, `hub_dataset_missing`.
 */
export async function withReleaseOf<T>(
  folder: Pick<CampaignFolder, 'openHub' | 'emit'>,
  dataset: string,
  work: (dir: string) => Promise<T>,
  emit: Emit = folder.emit,
): Promise<T> {
  return withDatasetFiles(folder, dataset, listReleasePaths, work, emit);
}

function otherModel(model: number): UsageError {
  return new UsageError(
    'release_of_other_model',
    `The release was ranked by version ${model} of the model, and this prank has version ${modelVersion}.`,
    { details: { model, own: modelVersion } },
  );
}

/** Files that are missing, or not those that the record names; and some with our names that it doesn't name. */
async function compareHashes(dir: string, { record }: ReadRelease): Promise<Difference[]> {
  const found = (await listReleaseFiles(dir)).filter((path) => path !== recordPath);
  const paths = [...new Set([...Object.keys(record.files), ...found])].toSorted(compareText);
  const differences = await Promise.all(
    paths.map(async (path) => {
      const published = found.includes(path) ? await hashFile(join(dir, path)) : null;
      const computed = record.files[path] ?? null;
      return published === computed ? [] : [{ file: path, id: null, column: 'sha256', published, computed }];
    }),
  );
  return differences.flat();
}

async function compareRendered(dir: string, { texts, tables }: RenderedRelease, emit: Emit): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [path, text] of texts)
    differences.push(...compareLines(path, (await readTextIfPresent(join(dir, path))) ?? '', text));
  await withScratchFolder(async (scratch) => {
    for (const [index, { path, columns, rows }] of tables.entries()) {
      emit({ type: 'progress', task: 'comparing tables', done: index, total: tables.length });
      const own = join(scratch, `${index}.parquet`);
      await writeParquetFile(own, columns, rows);
      const published = join(dir, path);
      // A missing file is reported with the hashes.
      if (!(await isPresent(published)) || (await hashFile(own)) === (await hashFile(published))) continue;
      differences.push(...(await compareTables(path, published, own)));
    }
  });
  return differences;
}

/** Line by line, because each figure of a card stands in a line. */
function compareLines(path: string, published: string, computed: string): Difference[] {
  const [there, own] = [published.split('\n'), computed.split('\n')];
  return Array.from({ length: Math.max(there.length, own.length) }, (_, index) => index).flatMap((index) => {
    const line = { published: there[index] ?? null, computed: own[index] ?? null };
    return line.published === line.computed ? [] : [{ file: path, id: `line ${index + 1}`, column: null, ...line }];
  });
}

function checkLicenses(input: ReleaseInput): Difference[] {
  const { undecided } = reviewLicenses(
    input.campaign,
    rankPrompts(input).map(({ prompt }) => prompt),
  );
  return undecided.map(({ source, license, why }) => ({
    file: promptsPath,
    id: source,
    column: 'license',
    published: license,
    computed: why,
  }));
}
