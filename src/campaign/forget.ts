import type { Connection } from '../argilla/connection.ts';
import { listUsers } from '../argilla/users.ts';
import { campaignPaths } from '../folder/campaign-paths.ts';
import { addForgottenRaters } from '../folder/forgotten-raters.ts';
import { readLastDataset } from '../folder/last-dataset.ts';
import { removeRaterPassword } from '../folder/rater-passwords.ts';
import { UnsafeError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { isoNow } from '../lib/time.ts';
import type { Campaign, Emit, ResponseEvent } from '../model.ts';
import { isEarlierRound } from '../ratings/earlier-rounds.ts';
import { answersOf } from '../ratings/current-view.ts';
import { Places } from '../ratings/places.ts';
import { removeLogFiles } from '../ratings/remove-log-files.ts';
import type { PullState } from '../ratings/pull-state.ts';
import type { BackupTarget, BackupView } from './backup/repository.ts';
import { readBackupFile, placeOf } from './backup/repository.ts';
import { dropHistory, forgetInBackup, type Replacements, rewriteLog } from './forget/backup.ts';
import { findPerson, type KnownPerson, listPeople } from './forget/rater.ts';
import { findOnServer, forgetOnServer, type HeldByServer } from './forget/server.ts';
import { findKnownServer } from './server/known-server.ts';
import { findLocated } from './server/locate-dataset.ts';
import { latest } from './server/list-server.ts';
import type { OpenCampaign, RatingsLog } from './open/types.ts';
import { openBackup, type OpenBackup } from './backup/open-backup.ts';
import { parseRaters } from './backup/rater-list.ts';

export interface ForgetOptions {
  /** Username or id of the person, as Argilla shows them. */
  rater: string;
  dryRun?: boolean;
}

export interface ForgetResult {
  /** Number of prompts that the person answered, on the server or in the log. */
  responses: number;
  /** Versions of answers to take out of the log. */
  versions: number;
  /** The commit that the backup is at afterwards; null = there is no backup, or this was a dry run. */
  backup: string | null;
  /** What happened to the account, and what prank can't reach, in sentences. */
  notes: string[];
}

/**
 * Removes a person from server, log and backup. The log's old files are removed last: while they are here, the person
 * can be named again, and an interrupted run can be finished. Throws UsageError `rater_unknown`, UnsafeError
 * `not_confirmed`.
 */
export async function forget(
  campaign: OpenCampaign,
  { rater, dryRun = false }: ForgetOptions,
  emit: Emit = campaign.emit,
): Promise<ForgetResult> {
  return campaign.withLock(
    'forget',
    () =>
      campaign.withConnection({ dryRun }, (connection) => forgetRater(campaign, connection, { rater, dryRun }, emit)),
    { readOnly: dryRun },
  );
}

async function forgetRater(
  campaign: OpenCampaign,
  connection: Connection,
  { rater, dryRun }: Required<ForgetOptions>,
  emit: Emit,
): Promise<ForgetResult> {
  const { log } = campaign;
  const before = await log.read({ earlier: true });
  const state = await log.readState();
  const backup = await openBackup(campaign, null, { dryRun }, emit);
  const events = [...before, ...(await log.read({ earlier: true }))];
  const users = await listUsers(connection);
  const people = [...listPeople(events), ...users, ...(await listBackedUp(backup))];
  const person = await find(rater, people, backup, dryRun);
  const ids = new Set(person.ids);
  const known = findKnownServer(
    events.filter((event) => !isEarlierRound(event)),
    state,
    backup?.work?.view.manifest ?? null,
    await readLastDataset(campaign.dir),
  );
  const located = await findLocated(connection, campaign.task, known?.datasetId ?? null, emit);
  const held = await findOnServer(connection, located, users, ids, emit);
  const result = summarize(events, ids, held);
  if (dryRun) return { ...result, backup: null, notes: [] };

  const what = `${result.responses} answers of ${person.username}, in Argilla, ratings log and backup`;
  const isSure = ids.size === 0 || (await campaign.confirm(`Delete ${what}? This can't be taken back.`));
  if (!isSure) {
    throw new UnsafeError('not_confirmed', `This would delete ${what}.`, { hint: confirmed(rater) });
  }
  // First: nobody must be let in again after a run that is cut.
  const now = latest(events, isoNow(campaign.clock));
  await addForgottenRaters(campaign.dir, ids, now);
  const notes = await forgetOnServer(connection, held, ids, emit);
  const { replaced, commit } = await forgetInFiles(campaign, backup, { ids, now }, emit);
  await removeRaterPassword(campaign.dir, person.username);
  await removeLogFiles(
    campaignPaths.ratings(campaign.dir),
    [...replaced].filter(([name, left]) => left !== name).map(([name]) => name),
  );
  if (state !== null) await log.writeState(await renew(state, log, held));
  return { ...result, backup: commit, notes: [...notes, ...outOfReach(campaign)] };
}

/** The command that needs no confirmation. After `--`, a name that starts with a dash is not an option. */
function confirmed(rater: string): string {
  return rater.startsWith('-') ? prankCommand('forget', '--yes', '--', rater) : prankCommand('forget', rater, '--yes');
}

/**
 * Finds the person by name or id. If an earlier run was interrupted with only the backup's history left, nobody knows
 * the name any more; then this finishes that run. Throws UsageError `rater_unknown`.
 */
async function find(
  asked: string,
  people: readonly KnownPerson[],
  backup: OpenBackup | null,
  dryRun: boolean,
): Promise<{ username: string; ids: string[] }> {
  try {
    return findPerson(asked, people);
  } catch (error) {
    const work = backup?.work ?? null;
    const isFinished = work !== null && !dryRun && (await dropHistory(work.target, work.view.files)).dropped;
    if (isFinished) return { username: asked, ids: [] };
    throw error;
  }
}

async function listBackedUp(backup: OpenBackup | null): Promise<KnownPerson[]> {
  const view: BackupView | undefined = backup?.work?.view;
  const target: BackupTarget | undefined = backup?.work?.target;
  const path = view?.manifest?.current.raters;
  if (view === undefined || target === undefined || path === undefined) return [];
  return parseRaters(await readBackupFile(target, view, path), placeOf(target, path));
}

function summarize(
  events: readonly ResponseEvent[],
  ids: ReadonlySet<string>,
  held: HeldByServer,
): Pick<ForgetResult, 'responses' | 'versions'> {
  const own = events.filter(({ raterId }) => ids.has(raterId));
  const given = new Set(answersOf(own).map(({ promptId }) => promptId));
  const places = new Places(own, held.located?.dataset.id ?? '');
  const unlogged = held.responses.filter((response) => places.get(response) === undefined);
  // The log was read twice, before and after joining with the backup.
  const versions = new Set(own.map((event) => JSON.stringify(event))).size;
  return { responses: given.size + unlogged.length, versions };
}

async function forgetInFiles(
  { dir }: OpenCampaign,
  backup: OpenBackup | null,
  person: { ids: ReadonlySet<string>; now: string },
  emit: Emit,
): Promise<{ replaced: Replacements; commit: string | null }> {
  const work = backup?.work ?? null;
  if (work === null) return { replaced: await rewriteLog(campaignPaths.ratings(dir), person.ids), commit: null };
  return forgetInBackup(work.target, work.view, person, emit);
}

/** The next pull reads everything: it joins with the new backup, and the server's clock has moved on anyway. */
async function renew(state: PullState, log: RatingsLog, { located, records }: HeldByServer): Promise<PullState> {
  const events = await log.read();
  const ids = new Set(records.map(({ id }) => id));
  const isLost = (event: ResponseEvent): boolean => event.datasetId === state.datasetId && !ids.has(event.recordId);
  const lost = located?.dataset.id === state.datasetId ? answersOf(events).filter(isLost).length : state.lost;
  return { ...state, events: events.length, lost, backup: null };
}

function outOfReach({ publish, target }: Campaign): string[] {
  const dataset = publish?.dataset ?? null;
  return [
    ...(dataset === null
      ? []
      : [
          `The next prank publish leaves this person out. The history of ${dataset} keeps earlier releases, and nobody can reach copies that others made.`,
        ]),
    ...(publish?.backup == null
      ? []
      : [
          `The Hub may still store large files that ${publish.backup} no longer names: its settings list them and can delete them.`,
        ]),
    ...(target.type === 'space'
      ? ['Whoever signs in to the Space again gets a new account, and may answer again.']
      : []),
  ];
}
