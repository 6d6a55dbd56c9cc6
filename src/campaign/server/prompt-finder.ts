import { promptField } from '../../argilla/settings.ts';
import type { ArgillaRecord } from '../../argilla/wire.ts';
import { buildFiles } from '../../build/build-files.ts';
import { findLock } from '../../build/lock/lock.ts';
import { hashPrompt, newestNormalization, type Normalization, normalizePrompt } from '../../build/normalize-prompt.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Prompt } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';

/** The id of the prompt whose text a record holds; for any other text, the id that it would have as a prompt. */
export type FindPrompt = (record: Pick<ArgillaRecord, 'externalId' | 'fields'>) => string;

/** Whether an external id looks like one that prank gave. */
export function isPromptId(externalId: string): boolean {
  return /^[0-9a-f]{32}$/u.test(externalId);
}

/** The text of a record that raters read. */
export function textOf({ fields }: Pick<ArgillaRecord, 'fields'>): string {
  const text = fields[promptField];
  return typeof text === 'string' ? text : '';
}

/**
 * Tells records by their texts, not by their external ids, which other programs can keep while they change the text.
 * `prompts` null = they are not on this machine; then an id is checked against the text that it was made from.
 */
export function promptFinder(prompts: readonly Prompt[] | null, normalization: Normalization): FindPrompt {
  const byId = new Map((prompts ?? []).map((prompt) => [prompt.id, prompt.prompt.toWellFormed()]));
  let byText: Map<string, string> | null = null;
  const normalize = (text: string): string => normalizePrompt(text, normalization);
  const findByText = (text: string): string => {
    byText ??= new Map((prompts ?? []).map(({ id, prompt }) => [normalize(prompt), id]));
    const normalized = normalize(text);
    return byText.get(normalized) ?? hashPrompt(normalized);
  };
  return (record) => {
    const { externalId } = record;
    const text = textOf(record);
    const own = externalId === null ? undefined : byId.get(externalId);
    if (externalId !== null && (own === text || (own !== undefined && normalize(own) === normalize(text))))
      return externalId;
    const isOwnId = normalizations.some((version) => hashPrompt(normalizePrompt(text, version)) === externalId);
    return externalId !== null && own === undefined && isOwnId ? externalId : findByText(text);
  };
}

/** A campaign that was built by an earlier version has ids of the earlier normalization. */
const normalizations: readonly Normalization[] = [1, newestNormalization];

/**
 * A finder for the campaign's prompts, and their ids; null = they are not on this machine. It needs no texts, because
 * the ids are hashes of them.
 */
export async function openPromptFinder(
  campaign: OpenCampaign,
): Promise<{ findPrompt: FindPrompt; promptIds: ReadonlySet<string> | null }> {
  const ids = await campaign.readPromptIds().catch(nullIfNotHere);
  const needsTexts = ids !== null && !ids.every(isPromptId);
  const prompts = needsTexts ? await campaign.readPrompts() : null;
  return {
    findPrompt: promptFinder(prompts, await readNormalization(campaign)),
    promptIds: ids === null ? null : new Set(ids),
  };
}

/** The normalization of the campaign's build, or the newest one if the lock is not here. */
export async function readNormalization({ dir }: Pick<OpenCampaign, 'dir'>): Promise<Normalization> {
  const lock = await findLock(buildFiles(dir).lock).catch(nullIfNotHere);
  return lock?.normalization ?? newestNormalization;
}

/** Answers must be saved even while the build here is missing or damaged. */
function nullIfNotHere(error: unknown): null {
  if (error instanceof UsageError) return null;
  throw error;
}
