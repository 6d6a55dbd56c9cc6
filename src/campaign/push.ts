import type { Connection } from '../argilla/connection.ts';
import { getIndexProgress } from '../argilla/progress.ts';
import { countRecords, deleteRecords, listRecords } from '../argilla/records.ts';
import { listMetadataProperties } from '../argilla/settings.ts';
import type { ArgillaRecord, ArgillaResponse } from '../argilla/wire.ts';
import type { RefusedRecord } from '../argilla/put-records.ts';
import { writeRecords } from '../argilla/write-records.ts';
import { readLastDataset, writeLastDataset } from '../folder/last-dataset.ts';
import { PartialError, UnsafeError, UsageError } from '../lib/errors.ts';
import { countOf } from '../lib/text/numbers.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { printable } from '../lib/text/text.ts';
import { isoNow } from '../lib/time.ts';
import type { Campaign, Emit, MetadataType, Prompt, Question, ResponseEvent } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import { isSameAnswer, Places } from '../ratings/places.ts';
import { toListedResponse } from './server/list-server.ts';
import { promptFinder, readNormalization, textOf } from './server/prompt-finder.ts';
import { findRemoved } from './server/removed-prompts.ts';
import { findKnownServer } from './server/known-server.ts';
import { locateDataset } from './server/locate-dataset.ts';
import { readManifest } from './backup/open-backup.ts';
import type { OpenCampaign } from './open/types.ts';
import { countResponses, planPush, type PushPlan } from './push/plan.ts';
import { reservesPrompts } from './push/reserves-prompts.ts';
import { withKnownTimes } from './push/rater-demand.ts';

export interface PushOptions {
  dryRun?: boolean;
  /** Also delete records that belong to no prompt of the campaign. */
  prune?: boolean;
  /** Also push prompts that somebody deleted in Argilla. */
  again?: boolean;
  /** Give records whose text was changed in Argilla the prompt's text again, even if people have answered the other. */
  overwrite?: boolean;
}

export interface PushResult {
  added: number;
  updated: number;
  unchanged: number;
  removed: number;
  live: number;
  waiting: number;
  /** Records that belong to no prompt of the campaign and stay on the server, and the answers on them. */
  stray: number;
  strayAnswers: number;
  /** Prompts that were deleted in Argilla and stay away. */
  deleted: number;
}

/**
 * Pushes the current wave's prompts to Argilla, and writes only what differs. Throws UnsafeError
 * `answered_text_changed` before it would overwrite a text that people have answered, and PartialError
 * `records_refused` with the ids if the server rejects some records; all others are written by then.
 */
export async function push(
  campaign: OpenCampaign,
  { dryRun = false, prune = false, again = false, overwrite = false }: PushOptions = {},
  emit: Emit = campaign.emit,
): Promise<PushResult> {
  const options = { dryRun, prune, again, overwrite };
  return campaign.withLock(
    'push',
    () => campaign.withConnection({ dryRun }, (connection) => pushWave(campaign, connection, options, emit)),
    { readOnly: dryRun },
  );
}

async function pushWave(
  campaign: OpenCampaign,
  connection: Connection,
  options: Required<PushOptions>,
  emit: Emit,
): Promise<PushResult> {
  const prompts = await campaign.readPrompts();
  const log = await campaign.log.read();
  const state = await campaign.log.readState();
  // If nothing is known here, the backup may show that the server was replaced.
  const manifest = state === null ? await readManifest(campaign, emit) : null;
  const known = findKnownServer(log, state, manifest, await readLastDataset(campaign.dir));
  const { dataset } = await locateDataset(connection, campaign.task, { known, acceptNew: false }, emit);
  if (dataset.status === 'draft') {
    throw new UsageError('not_deployed', `The dataset ${dataset.name} is not published yet.`, {
      hint: prankCommand('deploy'),
    });
  }
  const types = await readMetadataTypes(connection, dataset.id, campaign);
  const records = await listRecords(connection, dataset.id, {
    withResponses: true,
    onProgress: (done, total) => emit({ type: 'progress', task: 'reading records', done, total }),
  });
  const findPrompt = promptFinder(prompts, await readNormalization(campaign));
  const shown = new Set(records.map(findPrompt));
  const removed = findRemoved(shown, { datasetId: dataset.id, state, manifest, log });
  const plan = planPush(
    prompts,
    {
      records: withKnownTimes(records, log),
      findPrompt,
      removed: new Set(options.again ? [] : removed),
      reserves: reservesPrompts(campaign),
    },
    campaign.task,
  );
  const remove = options.prune ? plan.stray : [];
  const isKnown = knownAnswers(log, dataset.id, campaign.task.question);
  assertPulled(remove, isKnown, prankCommand('push', '--prune'));
  assertTextsFree(plan, { prompts, isKnown, overwrite: options.overwrite });
  const result = summarize(plan, remove);
  reportKeptMetadata(campaign, plan, emit);
  if (options.dryRun) return result;

  await writeLastDataset(campaign.dir, { datasetId: dataset.id, at: isoNow(campaign.clock) });
  const drafts = [...plan.update, ...plan.add];
  const total = drafts.length;
  const onProgress = (done: number): void => emit({ type: 'progress', task: 'writing records', done, total });
  const refused = total === 0 ? [] : await writeRecords(connection, dataset.id, drafts, { types, onProgress });
  await removeStray(campaign, connection, dataset.id, remove, emit);
  if (state?.datasetId === dataset.id) {
    const refusedIds = new Set(refused.map(({ externalId }) => externalId));
    for (const { externalId } of plan.add) if (!refusedIds.has(externalId)) shown.add(externalId);
    for (const record of remove) shown.delete(findPrompt(record));
    await campaign.log.writeState({
      ...state,
      // Otherwise the next pull would count them as lost.
      lost: state.lost + countAnswersOn(remove, log),
      shown: [...shown].toSorted(),
      removed: removed.filter((id) => !shown.has(id)),
    });
  }
  if (total > 0 || remove.length > 0) await reportDrift(connection, dataset.id, emit);
  if (refused.length > 0) throw recordsRefused(withoutRefused(result, plan, refused), refused, prompts);
  return result;
}

function summarize(plan: PushPlan, removed: readonly ArgillaRecord[]): PushResult {
  const { add, update, unchanged, live, waiting, deleted } = plan;
  const stray = removed.length > 0 ? [] : plan.stray;
  return {
    added: add.length,
    updated: update.length,
    unchanged,
    removed: removed.length,
    live,
    waiting,
    stray: stray.length,
    strayAnswers: countResponses(stray),
    deleted,
  };
}

async function readMetadataTypes(
  connection: Connection,
  datasetId: string,
  campaign: Campaign,
): Promise<Map<string, MetadataType>> {
  const found = await listMetadataProperties(connection, datasetId);
  const missing = campaign.task.metadata.filter(({ name, type }) =>
    found.every((property) => property.name !== name || property.settings.type !== type),
  );
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new UsageError('not_deployed', `The dataset does not declare the metadata ${names} as prank.yaml does.`, {
      hint: prankCommand('deploy'),
    });
  }
  return new Map(campaign.task.metadata.map(({ name, type }) => [name, type]));
}

/** Whether the log has an answer as the server has it; with `promptId`, as one to this prompt. */
type IsKnown = (record: ArgillaRecord, response: ArgillaResponse, promptId?: string | null) => boolean;

function knownAnswers(log: ResponseEvent[], datasetId: string, question: Question): IsKnown {
  const places = new Places(log, datasetId);
  return ({ id: recordId }, response, promptId) => {
    const known = places.get({ recordId, raterId: response.userId });
    return (
      isSameAnswer(toListedResponse(response, question), known) &&
      (promptId === undefined || known.promptId === promptId)
    );
  };
}

/** What is about to happen to these records hides or deletes their answers, so all must be in the log first. */
function assertPulled(remove: readonly ArgillaRecord[], isKnown: IsKnown, command: string): void {
  const unknown = remove.flatMap((record) => (record.responses ?? []).filter((response) => !isKnown(record, response)));
  if (unknown.length === 0) return;
  throw new UnsafeError(
    'answers_not_pulled',
    `${countOf(unknown.length, 'answer')} on the records to remove or overwrite ${unknown.length === 1 ? 'is' : 'are'} not in the ratings log yet.`,
    {
      hint: `${prankCommand('pull')}, then ${command} again.`,
    },
  );
}

interface TextContext {
  prompts: readonly Prompt[];
  isKnown: IsKnown;
  overwrite: boolean;
}

/**
 * Throws UnsafeError `answered_text_changed` if people have answered a text that the plan would overwrite: the record is
 * the only place that shows what they read.
 */
function assertTextsFree({ retexted }: PushPlan, context: TextContext): void {
  const { prompts, isKnown, overwrite } = context;
  const answered = retexted.filter((record) =>
    (record.responses ?? []).some((response) => !isKnown(record, response, record.externalId)),
  );
  const [first] = answered;
  if (first === undefined) return;
  if (overwrite) {
    assertPulled(answered, isKnown, prankCommand('push', '--overwrite'));
    return;
  }
  const own = prompts.find(({ id }) => id === first.externalId);
  const which =
    answered.length === 1 ? 'The record of a prompt shows' : `The records of ${answered.length} prompts show`;
  throw new UnsafeError(
    'answered_text_changed',
    `${which} another text in Argilla, and people have answered it: "${printable(textOf(first), 80)}" instead of "${printable(own?.prompt ?? '', 80)}".`,
    {
      hint: [
        'Choose one:',
        `  - Keep the new text: put it into the source, then ${prankCommand('build')}, which makes it a prompt with these answers.`,
        `  - Go back to the prompt's text: ${prankCommand('pull')}, then ${prankCommand('push', '--overwrite')}. The answers to the other text stay in the ratings log only.`,
        `  - Start again with this prompt: ${prankCommand('pull')}, delete the record in Argilla, then ${prankCommand('push', '--again')}.`,
      ].join('\n'),
      details: { external_ids: answered.map(({ externalId }) => externalId) },
    },
  );
}

function countAnswersOn(records: ArgillaRecord[], log: ResponseEvent[]): number {
  const ids = new Set(records.map(({ id }) => id));
  return answersOf(log).filter(({ recordId }) => ids.has(recordId)).length;
}

async function removeStray(
  { confirm }: OpenCampaign,
  connection: Connection,
  datasetId: string,
  remove: ArgillaRecord[],
  emit: Emit,
): Promise<void> {
  if (remove.length === 0) return;
  const answers = countResponses(remove);
  const what = `${remove.length} records that are no prompt of the campaign, with ${answers} answers (kept in the ratings log)`;
  if (!(await confirm(`Delete ${what} from Argilla?`))) {
    throw new UnsafeError('not_confirmed', `--prune would delete ${what}.`, {
      hint: prankCommand('push', '--prune', '--yes'),
    });
  }
  await deleteRecords(
    connection,
    datasetId,
    remove.map(({ id }) => id),
  );
  emit({ type: 'info', text: `Deleted ${what}.` });
}

/** The embedded server shows raters no hidden metadata. All others do, to anyone who asks their API. */
function reportKeptMetadata({ target }: Campaign, { keptMetadata: { records, names } }: PushPlan, emit: Emit): void {
  if (records === 0 || target.type === 'local') return;
  const shown = names.map((name) => printable(name, 60)).join(', ');
  emit({
    type: 'warning',
    text: `${countOf(records, 'record')} in Argilla ${records === 1 ? 'has' : 'have'} metadata that prank.yaml does not name: ${shown}. Raters can read it through Argilla's API. To remove it, write \`metadata: []\` under task in prank.yaml, then: ${prankCommand('push')}. To keep it, list it there.`,
  });
}

/** Raters are served from the index: a record that is missing there is in the database, but nobody sees it. */
async function reportDrift(connection: Connection, datasetId: string, emit: Emit): Promise<void> {
  const stored = await countRecords(connection, datasetId);
  const { total } = await getIndexProgress(connection, datasetId);
  if (stored === total) return;
  emit({
    type: 'warning',
    text: `Argilla stores ${stored} records but its search index knows ${total}: raters don't see the difference until the server re-indexes.`,
  });
}

function withoutRefused(result: PushResult, plan: PushPlan, refused: RefusedRecord[]): PushResult {
  const ids = new Set(refused.map(({ externalId }) => externalId));
  const notAdded = plan.add.filter(({ externalId }) => ids.has(externalId)).length;
  return {
    ...result,
    added: result.added - notAdded,
    updated: result.updated - (refused.length - notAdded),
    live: result.live - notAdded,
  };
}

function recordsRefused(result: PushResult, refused: RefusedRecord[], prompts: Prompt[]): PartialError {
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const lines = refused.slice(0, 20).map(({ externalId, why }) => {
    const prompt = byId.get(externalId);
    return `  ${externalId} (${prompt?.source ?? '?'} ${prompt?.sourceRow ?? ''} "${printable(prompt?.prompt ?? '', 40)}"): ${why}`;
  });
  const more = refused.length > lines.length ? [`  and ${refused.length - lines.length} more`] : [];
  return new PartialError(
    'records_refused',
    [`${refused.length} records were not taken; all others are in Argilla:`, ...lines, ...more].join('\n'),
    { details: { ...result, refused: refused.map(({ externalId, why }) => ({ external_id: externalId, why })) } },
  );
}
