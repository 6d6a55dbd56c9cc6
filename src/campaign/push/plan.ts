import type { MetadataValue, RecordDraft } from '../../argilla/record-json.ts';
import { promptField } from '../../argilla/settings.ts';
import type { ArgillaRecord } from '../../argilla/wire.ts';
import type { MetadataProperty, Prompt, Task } from '../../model.ts';
import { measureDemand } from './rater-demand.ts';

export interface PushPlan {
  /** New records, in wave order. */
  add: RecordDraft[];
  /** Records whose text or metadata differ from the prompt with the same id. */
  update: RecordDraft[];
  unchanged: number;
  /** Records on the server that belong to no prompt of the campaign (any more). */
  stray: ArgillaRecord[];
  /** Unfinished prompts on the server once the plan is carried out. */
  live: number;
  /** Prompts that wait for later waves. */
  waiting: number;
}

/** A wave counts as done if no more than this share of it is unfinished. Then the next one comes in. */
export const unfinishedShare = 0.2;

/**
 * Compares the prompts (in wave order) with the server's records and their answers; pure. The number of prompts on the
 * server determines the wave, so any machine can continue, and a push after an interrupted one completes its wave.
 */
export function planPush(prompts: readonly Prompt[], records: readonly ArgillaRecord[], task: Task): PushPlan {
  const stored = new Map(records.map((record) => [record.externalId, record]));
  const ids = new Set(prompts.map(({ id }) => id));
  const present = prompts.filter(({ id }) => stored.has(id));
  const ours = present.flatMap(({ id }) => stored.get(id) ?? []);
  const unfinished = ours.filter(({ status }) => status === 'pending').length;
  const absent = prompts.filter(({ id }) => !stored.has(id));
  const add = absent.slice(0, countToAdd(ours, unfinished, task)).map((prompt) => draftRecord(prompt, task.metadata));
  const update = present
    .map((prompt) => draftRecord(prompt, task.metadata))
    .filter((draft) => differs(draft, stored.get(draft.externalId)));
  return {
    add,
    update,
    unchanged: present.length - update.length,
    stray: records.filter(({ externalId: id }) => id === null || !ids.has(id)),
    live: unfinished + add.length,
    waiting: absent.length - add.length,
  };
}

/**
 * How many prompts come in now: the rest of a wave that is only partly there, then whole waves while no more than a
 * share of one is unfinished or the active raters would run out of prompts within a day. A single rater brings in at
 * most one wave.
 */
function countToAdd(records: readonly ArgillaRecord[], unfinished: number, { wave, overlap }: Task): number {
  if (wave === 'all') return Number.POSITIVE_INFINITY;
  let added = (wave - (records.length % wave)) % wave;
  if (unfinished + added <= wave * unfinishedShare) added += wave;
  const missing = countMissing(records, overlap, wave);
  return added + wave * Math.max(0, Math.ceil((missing - added) / wave));
}

/** Prompts that must come in so that each active rater has enough to do, and all of them together have. */
function countMissing(records: readonly ArgillaRecord[], overlap: number, wave: number): number {
  const { raters, answersADay } = measureDemand(records);
  const forOne = raters.reduce((most, rater) => Math.max(most, Math.min(rater.answersADay, wave) - rater.open), 0);
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

/** The record of a prompt: its text and the metadata that prank.yaml declares. */
export function draftRecord(prompt: Prompt, properties: readonly MetadataProperty[]): RecordDraft {
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
  const metadata = Object.entries(stored.metadata ?? {}).filter(([, value]) => value !== null);
  return (
    metadata.length !== Object.keys(draft.metadata).length ||
    metadata.some(([name, value]) => !isSameValue(value, draft.metadata[name]))
  );
}

function isSameValue(stored: unknown, wanted: MetadataValue | undefined): boolean {
  return stored === (typeof wanted === 'string' ? wanted.toWellFormed() : wanted);
}
