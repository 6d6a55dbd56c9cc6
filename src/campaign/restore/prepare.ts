import type { Connection } from '../../argilla/connection.ts';
import { listAnsweringUsernames } from '../../argilla/progress.ts';
import { listUsers } from '../../argilla/users.ts';
import { readLastDataset } from '../../folder/last-dataset.ts';
import { UnsafeError } from '../../lib/errors.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { groupBy } from '../../lib/group-by.ts';
import type { Campaign, Emit, ResponseEvent, Step } from '../../model.ts';
import { isEarlierRound } from '../../ratings/earlier-rounds.ts';
import { answersOf, currentResponses } from '../../ratings/current-view.ts';
import { warnOfLostFiles } from '../open/ratings-log.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { BackedUpTask } from '../backup/settings.ts';
import { findKnownServer } from '../server/known-server.ts';
import { findLocated, type LocatedDataset, nameOf, namesOf } from '../server/locate-dataset.ts';
import { listServer } from '../server/list-server.ts';
import { type FindPrompt, promptFinder, readNormalization } from '../server/prompt-finder.ts';
import { readMissingEvents } from '../backup/missing-events.ts';
import { type OpenBackup, openBackup } from '../backup/open-backup.ts';
import {
  chooseRecords,
  mapAnswers,
  type MappedAnswers,
  planRestore,
  type RestoredRecords,
  type RestorePlan,
} from './plan.ts';
import { findNameConflicts, listLostRaters, planRaters, type RaterStep } from './raters.ts';
import { findPrompts, lacksText, readEarlierRecords, readRestoreSource, type RestoreSource } from './source.ts';

/** Everything that is decided before the server is touched. */
export interface Restore {
  backup: OpenBackup | null;
  source: RestoreSource | null;
  events: ResponseEvent[];
  raters: RaterStep[];
  mapped: MappedAnswers;
  chosen: RestoredRecords;
  plan: RestorePlan;
  findPrompt: FindPrompt;
  /** The dataset, under whatever name; null = it is to be created. */
  located: LocatedDataset | null;
}

/**
 * Reads backup, log and server, and decides; changes nothing on the server. Throws UnsafeError `nothing_to_restore`,
 * `question_changed` or `answers_unknown` if the server must not be touched.
 */
export async function prepareRestore(
  campaign: OpenCampaign,
  connection: Connection,
  dryRun: boolean,
  emit: Emit,
): Promise<Restore> {
  // Not with the last state: a restore reads the whole backup.
  const backup = await openBackup(campaign, null, { dryRun }, emit);
  const view = backup?.work?.view ?? null;
  const target = backup?.work?.target ?? null;
  const fromHub = view === null || target === null ? null : { target, view, keep: !dryRun };
  const source = fromHub === null ? null : await readRestoreSource(fromHub.target, fromHub.view);
  const events = [
    ...(await campaign.log.read({ lost: warnOfLostFiles(campaign, emit) })),
    // A dry run writes nothing, not even to the log, but counts these events too.
    ...(fromHub !== null && dryRun ? await readMissingEvents(fromHub.target, fromHub.view) : []),
    // Earlier rounds were never on a server, so nothing of them goes to one.
  ].filter((event) => !isEarlierRound(event));
  if (events.length === 0 && source === null) {
    throw new UnsafeError(
      'nothing_to_restore',
      'Neither the ratings log nor a backup holds anything of this campaign.',
    );
  }
  const answers = answersOf(events);
  assertSameQuestion(campaign, source?.task ?? null, answers);
  const prompts = await findPrompts(campaign.dir, fromHub);
  const earlier =
    fromHub !== null && source !== null && lacksText(answers, source.records, prompts)
      ? await readEarlierRecords(fromHub.target, fromHub.view, source.manifest.current.records)
      : [];
  const datasetId = source?.manifest.server.datasetId ?? null;
  const removed = new Set(source?.manifest.removed);
  const lost = { snapshot: source?.records ?? null, datasetId, removed, prompts, earlier };
  const chosen = chooseRecords(answers, lost, campaign.task);

  const lostRaters = listLostRaters(answers, source?.raters ?? null, datasetId);
  const users = await listUsers(connection);
  const conflicts = findNameConflicts(lostRaters, users);
  const busy = conflicts.length === 0 ? new Set<string>() : await listAnsweringUsernames(connection, null);
  const raters = planRaters(lostRaters, users, busy);
  const mapped = mapAnswers(currentResponses(events), answers, raters);
  const known = findKnownServer(events, null, source?.manifest ?? null, await readLastDataset(campaign.dir));
  const located = await findLocated(connection, campaign.task, known?.datasetId ?? null, emit);
  const { question } = campaign.task;
  const findPrompt = promptFinder(prompts, await readNormalization(campaign));
  // Warnings about these answers come when they are read back.
  const onProgress: Emit = (event) => event.type === 'progress' && emit(event);
  const held =
    located === null ? [] : (await listServer(connection, located, { question, findPrompt }, onProgress)).listed;
  const place = { question: question.name, datasetId: located?.dataset.id ?? null, log: events };
  const plan = planRestore(chosen.records, mapped.known, held, place);
  reportLeftOut(chosen, plan, emit);
  const isOurs = known !== null && known.hasAnswers && known.datasetId === located?.dataset.id;
  if (located !== null && !isOurs) assertOurs(located, plan);
  return { backup, source, events, raters, mapped, chosen, plan, findPrompt, located };
}

/** Answers on another scale, or to another question, would be misread. */
function assertSameQuestion({ task }: Campaign, before: BackedUpTask | null, answers: readonly ResponseEvent[]): void {
  const { name, values } = task.question;
  const was = before?.question;
  if (was !== undefined && (was.name !== name || was.values.join() !== values.join())) {
    throw new UnsafeError(
      'question_changed',
      `prank.yaml asks ${name} with the values ${values.join(', ')}, but the answers were given to ${was.name} with ${was.values.join(', ')}.`,
    );
  }
  const strange = answers.find(({ value }) => value !== null && !values.includes(value));
  if (strange === undefined) return;
  throw new UnsafeError(
    'question_changed',
    `The ratings log has answers with the value ${strange.value}, but task.question in prank.yaml has ${values.join(', ')}.`,
  );
}

/** If none of a dataset's answers is known, it belongs to another campaign, or must be pulled first. */
function assertOurs(located: LocatedDataset, { there, unknown }: RestorePlan): void {
  if (unknown === 0 || there > 0) return;
  throw new UnsafeError(
    'answers_unknown',
    `The dataset ${nameOf(namesOf(located))} on the server (${located.dataset.id}) holds ${unknown} answers that the ratings log does not know.`,
  );
}

/** The plan in words for people. */
export function describeRestore({ raters, chosen, plan, located }: Restore, { task }: Campaign): Step[] {
  const actions = { keep: 'keep', create: 'create', replace: 'update', adopt: 'update', skip: 'keep' } as const;
  // Logs of CI are public: people are counted, not named.
  const people = [...groupBy(raters, ({ action, why }) => `${action} ${why}`).values()].flatMap((group): Step[] => {
    const [first] = group;
    if (first === undefined) return [];
    const target = group.length === 1 ? '1 rater' : `${group.length} raters`;
    return [{ action: actions[first.action], target, why: first.why }];
  });
  const isWhole = plan.write.length === 0;
  const text = `${plan.write.length} of ${chosen.records.length} records, with ${plan.answers} answers, are missing`;
  const records: Step = {
    action: isWhole ? 'keep' : 'create',
    target: `records of ${nameOf(located === null ? task : namesOf(located))}`,
    why: isWhole ? 'are all there with their answers' : text,
  };
  return [...people, records];
}

function reportLeftOut(
  { removed }: RestoredRecords,
  { withoutValue, withoutId, withdrawn }: RestorePlan,
  emit: Emit,
): void {
  if (withoutId > 0) {
    const text = `${countOf(withoutId, 'answer')} can't be written: the records they belong to have no external id in Argilla. They stay in the log only.`;
    emit({ type: 'warning', text });
  }
  if (removed > 0) {
    const text = `${removed} answers are on records that Argilla had given up before; they stay in the log only.`;
    emit({ type: 'info', text });
  }
  if (withdrawn > 0) {
    const text = `${countOf(withdrawn, 'answer')} on this server ${withdrawn === 1 ? 'was' : 'were'} withdrawn by raters on the server that the campaign comes from, and will count again. Delete ${withdrawn === 1 ? 'it' : 'them'} in Argilla if that is not meant.`;
    emit({ type: 'warning', text });
  }
  if (withoutValue > 0) {
    const text = `${withoutValue} submitted answers have no value, which Argilla refuses; they stay in the log only.`;
    emit({ type: 'warning', text });
  }
}
