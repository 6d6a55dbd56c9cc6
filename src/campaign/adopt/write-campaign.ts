import { basename, join } from 'node:path';
import { parseConfig } from '../../config/parse-config.ts';
import { resolveConfig } from '../../config/resolve/resolve-config.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { readCampaignFile, readPreset, writeCampaignFile } from '../../folder/presets.ts';
import { UsageError } from '../../lib/errors.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { joinWords, printable } from '../../lib/text/text.ts';
import type { Campaign, Step } from '../../model.ts';
import { nameAfterFolder } from '../init/name.ts';
import { assertNothingIsRefused, type CampaignFile, planInit } from '../init.ts';
import type { FoundCampaign } from './found.ts';
import { type FoundSource, listSources, maxSources, type SourceList } from './list-sources.ts';
import { renderConfig, sourceFolder, sourcePath } from './render-config.ts';

/** The files of an adopted campaign, and what to do with each. */
export interface CampaignPlan {
  /** What prank.yaml says. */
  campaign: Campaign;
  /** Number of different prompts. */
  prompts: number;
  /** The files of sources are one step. */
  steps: Step[];
  writes: CampaignFile[];
  /** What is not as it was found, in sentences. */
  notes: string[];
}

/**
 * Plans the sources, prank.yaml, guidelines.md and .gitignore of a campaign in `dir`. Files of an earlier run are kept.
 * Throws UsageError `files_exist` if others are there, or answers of another campaign; also `config_invalid`.
 */
export async function planCampaign(
  dir: string,
  found: FoundCampaign,
  name: string = nameAfterFolder(basename(dir)) ?? nameAfterFolder(found.name) ?? 'adopted',
): Promise<CampaignPlan> {
  const list = listSources(found.prompts);
  const config = renderConfig(name, found, list);
  const campaign = resolveConfig(parseConfig(config, 'prank.yaml'), { dir, guidelines: found.guidelines });
  const files = await listFiles(config, found, list);
  const present = new Map<string, string>();
  for (const { path } of files) {
    const text = await readCampaignFile(join(dir, path));
    if (text !== null) present.set(path, text);
  }
  if (!present.has('prank.yaml')) await assertNoCampaign(dir);
  const { steps, writes } = planInit(files, present, { why: 'part of the campaign' });
  assertNothingIsRefused(steps, dir);
  const prompts = list.sources.reduce((sum, { rows }) => sum + rows.length, 0);
  return { campaign, prompts, steps: summarizeSteps(steps), writes, notes: listNotes(list) };
}

/** There can be hundreds of sources. */
function summarizeSteps(steps: readonly Step[]): Step[] {
  const others = steps.filter(({ target }) => !target.startsWith(sourceFolder));
  const sources = steps.filter(({ target }) => target.startsWith(sourceFolder));
  const action = sources.every((step) => step.action === 'keep') ? 'keep' : 'create';
  const why = action === 'keep' ? 'are there already' : 'part of the campaign';
  return [...others, { action, target: `${sourceFolder} (${countOf(sources.length, 'file')})`, why }];
}

/** Writes what is missing. prank.yaml comes last, so that a folder with one is complete. */
export async function writeCampaign(dir: string, { writes }: CampaignPlan): Promise<void> {
  const others = writes.filter(({ path }) => path !== 'prank.yaml');
  const config = writes.filter(({ path }) => path === 'prank.yaml');
  for (const { path, text } of [...others, ...config]) await writeCampaignFile(join(dir, path), text);
}

async function listFiles(
  config: string,
  found: Pick<FoundCampaign, 'guidelines'>,
  list: SourceList,
): Promise<CampaignFile[]> {
  const common = (await readPreset('blank')).filter(
    ({ path }) => path === '.gitignore' || path === 'prank.schema.json',
  );
  return [
    ...common,
    ...(found.guidelines === null ? [] : [{ path: 'guidelines.md', text: endLine(found.guidelines) }]),
    { path: 'prank.yaml', text: config },
    ...list.sources.map((source) => ({ path: sourcePath(source), text: renderRows(source) })),
  ];
}

function renderRows({ rows, kind }: FoundSource): string {
  return rows
    .map(({ metadata, ...row }) =>
      JSON.stringify({
        prompt: row.prompt.toWellFormed(),
        ...(kind === null ? { kind: row.kind } : {}),
        ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Answers without the prank.yaml that they belong to. */
async function assertNoCampaign(dir: string): Promise<void> {
  for (const path of [campaignPaths.ratings(dir), campaignPaths.localDatabase(dir)]) {
    if (!(await isPresent(path))) continue;
    throw new UsageError('files_exist', `${path} is from another campaign. Nothing was written.`, {
      details: { files: [path] },
    });
  }
}

function listNotes({ repeated, unusable, personal, sources, isMerged }: SourceList): string[] {
  const notes: string[] = [];
  if (isMerged)
    notes.push(
      `There are more than ${maxSources} sources, too many for prank.yaml: it has one for each licence, and each prompt names its own in the metadata original_source.`,
    );
  if (repeated > 0)
    notes.push(
      `${countOf(repeated, 'prompt')} ${repeated === 1 ? 'has' : 'have'} the same text as another one: they are one prompt with the answers of both.`,
    );
  if (unusable > 0)
    notes.push(
      `${countOf(unusable, 'prompt')} ${unusable === 1 ? 'is' : 'are'} left out: blank, longer than 1,000,000 characters, or with a character that no server accepts (NUL). Their answers are left out too.`,
    );
  if (personal.length > 0)
    notes.push(
      `Metadata that may name people are left out: ${joinWords(personal.map((word) => printable(word, 60)))}.`,
    );
  if (sources.some(({ license }) => license === null))
    notes.push('Some prompts have no known licence. Add it to their sources in prank.yaml before you publish.');
  return notes;
}
