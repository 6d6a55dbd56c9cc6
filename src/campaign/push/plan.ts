import type { MetadataValue, RecordDraft } from '../../argilla/record-json.ts';
import { promptField } from '../../argilla/settings.ts';
import type { ArgillaRecord, ArgillaResponse } from '../../argilla/wire.ts';
import type { MetadataProperty, Prompt, Task } from '../../model.ts';
import type { FindPrompt } from '../server/prompt-finder.ts';
import { targetOpen } from '../../rank/forecast/auto-wave.ts';
import { waveSize } from '../ranking/wave-of.ts';
import { measureDemand } from './rater-demand.ts';
import { type AnswerTime, countRatersAtOnce } from './raters-at-once.ts';

export interface PushPlan {
  /** New records, in wave order. */
  add: RecordDraft[];
  /** Records whose text or metadata differ from the prompt with the same id. */
  update: RecordDraft[];
  unchanged: number;
  /** Records of prompts whose text somebody changed in Argilla; `update` gives them the prompt's text again. */
  retexted: ArgillaRecord[];
  /** Prompts that were deleted in Argilla and stay away. */
  deleted: number;
  /** Records on the server that belong to no prompt of the campaign (any more). */
  stray: ArgillaRecord[];
  /** Unfinished prompts on the server once the plan is carried out. */
  live: number;
  /** Prompts that wait for later waves. */
  waiting: number;
  /** Metadata that records keep though prank.yaml doesn't name it. */
  keptMetadata: { records: number; names: string[] };
}

/** A wave counts as done if no more than this share of it is unfinished. Then the next one comes in. */
export const unfinishedShare = 0.2;

/** What the prompts are compared with. */
export interface PushedRecords {
  records: readonly ArgillaRecord[];
  findPrompt: FindPrompt;
  /** Prompts that were in Argilla and were deleted there. They come back only if that is asked for. */
  removed: ReadonlySet<string>;
  /** Whether the server keeps a prompt for the rater who gets it, as the embedded server does. */
  reserves: boolean;
}

/**
 * Compares the prompts (in wave order) with the server's records and their answers; pure. The number of prompts on the
 * server determines the wave, so any machine can continue, and a push after an interrupted one completes its wave.
 */
export function planPush(
  prompts: readonly Prompt[],
  { records, findPrompt, removed, reserves }: PushedRecords,
  task: Task,
): PushPlan {
  const ids = new Set(prompts.map(({ id }) => id));
  const { shown, retexted } = sortRecords(records, ids, findPrompt);
  const present = prompts.filter(({ id }) => shown.has(id) || retexted.has(id));
  const ours = present.flatMap(({ id }) => shown.get(id) ?? retexted.get(id) ?? []);
  const unfinished = ours.filter(({ status }) => status === 'pending').length;
  const absent = prompts.filter(({ id }) => !shown.has(id) && !retexted.has(id));
  const waiting = absent.filter(({ id }) => !removed.has(id));
  const deleted = absent.length - waiting.length;
  const add = waiting
    .slice(0, countToAdd(ours, { unfinished, deleted, reserves }, task))
    .map((prompt) => draftFor(prompt, task));
  const update = present
    .map((prompt) => draftFor(prompt, task))
    .filter((draft) => needsUpdate(draft, shown.get(draft.externalId)));
  return {
    add,
    update,
    unchanged: present.length - update.length,
    retexted: [...retexted.values()],
    stray: records.filter((record) => !ids.has(findPrompt(record)) && !ids.has(record.externalId ?? '')),
    deleted,
    live: unfinished + add.length,
    waiting: waiting.length - add.length,
    keptMetadata: task.keepsMetadata ? listMetadata(ours) : { records: 0, names: [] },
  };
}

/** `shown` = prompt id → the record that shows it; `retexted` = records of prompts that show another text. */
function sortRecords(
  records: readonly ArgillaRecord[],
  ids: ReadonlySet<string>,
  findPrompt: FindPrompt,
): Record<'shown' | 'retexted', Map<string, ArgillaRecord>> {
  const shown = new Map<string, ArgillaRecord>();
  const retexted = new Map<string, ArgillaRecord>();
  for (const record of records) {
    const { externalId } = record;
    const promptId = findPrompt(record);
    if (!shown.has(promptId) || externalId === promptId) shown.set(promptId, record);
    if (externalId !== null && externalId !== promptId && ids.has(externalId)) retexted.set(externalId, record);
  }
  // Another record shows the text of this prompt, so raters have it.
  for (const id of retexted.keys()) if (shown.has(id)) retexted.delete(id);
  return { shown, retexted };
}

/** Number of answers of any status on these records. */
export function countResponses(records: readonly ArgillaRecord[]): number {
  return records.reduce((sum, { responses = [] }) => sum + responses.length, 0);
}

/** A record that another program made with the text of a prompt is left as it is. */
function needsUpdate(draft: RecordDraft, shown: ArgillaRecord | undefined): boolean {
  if (shown === undefined) return true;
  return shown.externalId === draft.externalId && differs(draft, shown);
}

/**
 * How many prompts come in now: the rest of a wave that is only partly there, then whole waves while no more than a
 * share of one is unfinished (`auto`: while fewer prompts are unfinished than the raters at work need) or the active
 * raters would run out of prompts within a day. A single rater brings in at most one wave (`auto`: 500 prompts).
 */
function countToAdd(
  records: readonly ArgillaRecord[],
  { unfinished, deleted, reserves }: { unfinished: number; deleted: number; reserves: boolean },
  { wave, overlap }: Task,
): number {
  if (wave === 'all') return Number.POSITIVE_INFINITY;
  const size = waveSize(wave);
  let added = (size - ((records.length + deleted) % size)) % size;
  if (wave !== 'auto') {
    if (unfinished + added <= wave * unfinishedShare) added += wave;
  } else {
    const atOnce = countRatersAtOnce(records.flatMap(({ responses = [] }) => responses.map(toAnswerTime)));
    const lacking = targetOpen({ atOnce, overlap, reserves }) - unfinished - added;
    added += size * Math.max(0, Math.ceil(lacking / size));
  }
  const missing = countMissing(records, overlap, wave === 'auto' ? mostForOne : wave);
  return added + size * Math.max(0, Math.ceil((missing - added) / size));
}

function toAnswerTime({ userId, insertedAt }: ArgillaResponse): AnswerTime {
  return { raterId: userId, insertedAt };
}

/** With `wave: auto`, one rater alone brings in no more prompts than this. */
const mostForOne = 500;

/** Prompts that must come in so that each active rater has enough to do, and all of them together have. */
function countMissing(records: readonly ArgillaRecord[], overlap: number, mostOfOne: number): number {
  const { raters, answersADay } = measureDemand(records);
  const forOne = raters.reduce((most, rater) => Math.max(most, Math.min(rater.answersADay, mostOfOne) - rater.open), 0);
  const forAll = Math.ceil((answersADay - countAnswersLeft(records, overlap)) / overlap);
  return Math.max(forOne, forAll);
}

/** Answers needed until every live prompt is complete. */
function countAnswersLeft(records: readonly ArgillaRecord[], overlap: number): number {
  let left = 0;
  for (const { status, responses = [] } of records) {
    if (status === 'completed') continue;
    left += Math.max(0, overlap - responses.filter((response) => response.status === 'submitted').length);
  }
  return left;
}

function draftFor(prompt: Prompt, { metadata, keepsMetadata }: Task): RecordDraft {
  const draft = draftRecord(prompt, metadata);
  return keepsMetadata ? { ...draft, metadata: null } : draft;
}

function listMetadata(records: readonly ArgillaRecord[]): PushPlan['keptMetadata'] {
  const held = records.map(({ metadata }) => namesOf(metadata)).filter((names) => names.length > 0);
  return { records: held.length, names: [...new Set(held.flat())].toSorted() };
}

/** Names with a value. */
function namesOf(metadata: Record<string, unknown> | null): string[] {
  return Object.entries(metadata ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]));
}

/** The record of a prompt: its text and the metadata that prank.yaml declares. */
export function draftRecord(
  prompt: Prompt,
  properties: readonly MetadataProperty[],
): RecordDraft & { metadata: Record<string, MetadataValue> } {
  const metadata: Record<string, MetadataValue> = {};
  for (const property of properties) {
    const value = toMetadataValue(readProperty(prompt, property.name), property);
    if (value !== null) metadata[property.name] = value;
  }
  return { externalId: prompt.id, prompt: prompt.prompt, metadata };
}

function readProperty(prompt: Prompt, name: string): unknown {
  switch (name) {
    case 'source':
      return prompt.source;
    case 'kind':
      return prompt.kind;
    case 'license':
      return prompt.license;
    case 'length':
      return prompt.length;
    default:
      return prompt.metadata[name];
  }
}

/** Reads numbers in text as numbers. Anything else stays text, and is rejected by name when it is written. */
function toMetadataValue(value: unknown, { type }: MetadataProperty): MetadataValue {
  if (value === undefined || value === null || value === '') return null;
  if (type === 'terms') return typeof value === 'string' ? value : JSON.stringify(value);
  const number = typeof value === 'bigint' || typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : JSON.stringify(value);
}

function differs(draft: RecordDraft, stored: ArgillaRecord | undefined): boolean {
  if (stored?.fields[promptField] !== draft.prompt.toWellFormed()) return true;
  const { metadata: wanted } = draft;
  if (wanted === null) return false;
  const names = namesOf(stored.metadata);
  return (
    names.length !== Object.keys(wanted).length ||
    names.some((name) => !isSameValue(stored.metadata?.[name], wanted[name]))
  );
}

function isSameValue(stored: unknown, wanted: MetadataValue | undefined): boolean {
  return stored === (typeof wanted === 'string' ? wanted.toWellFormed() : wanted);
}
