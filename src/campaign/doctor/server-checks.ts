import { ArgillaHttpError } from '../../argilla/http-error.ts';
import type { Connection } from '../../argilla/connection.ts';
import { listDatasets } from '../../argilla/datasets.ts';
import { getOwnUser } from '../../argilla/users.ts';
import { getVersion, isTried, type ServerVersion, softwareNames, triedVersions } from '../../argilla/version.ts';
import type { ArgillaUser, ArgillaWorkspace } from '../../argilla/wire.ts';
import { listWorkspaces } from '../../argilla/workspaces.ts';
import { areTaskNames } from '../../config/task-names.ts';
import { isSameAddress, splitAddress } from '../../lib/secrets/address.ts';
import { PermissionError, PrankError } from '../../lib/errors.ts';
import { prankCommand, shellCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign, ServerSoftware } from '../../model.ts';
import { inspectDeployment } from '../deploy/dataset.ts';
import { type DeploymentStep, type FoundDataset, otherQuestions, planDeployment } from '../deploy/plan.ts';
import type { KnownServer } from '../server/known-server.ts';
import { describeNames, findNewNames, type FoundPlace, nameOf, namesOf, renameBack } from '../server/locate-dataset.ts';
import { type Check, fine, finding, findingOf, type Repair, unseen } from './check.ts';
import type { Server } from './examiner.ts';

/** The campaign's server, as seen with its key. */
export interface ServerExamination {
  checks: Check[];
  /** The owner of the key; null = unknown. */
  user: ArgillaUser | null;
  workspace: ArgillaWorkspace | null;
  /** null = there is none that is published and has a search index. */
  dataset: FoundDataset | null;
  /** A published dataset without a search index: its records can be listed, and nothing else. */
  unindexed: FoundDataset | null;
}

export interface ServerContext {
  campaign: Campaign;
  known: KnownServer | null;
  /** ARGILLA_API_URL of environment or .env. */
  writtenUrl: string | undefined;
  /** The target is a Space that loses nothing in a restart. */
  mayRestart: boolean;
}

const area = 'argilla';

/** Checks whether the server responds, accepts the key, and holds the campaign's dataset as prank.yaml describes it. */
export async function examineServer(
  { connection, isLasting }: Server,
  context: ServerContext,
): Promise<ServerExamination> {
  const checks: Check[] = [];
  const end = (more: Check[]): ServerExamination => ({
    checks: [...checks, ...more],
    user: null,
    workspace: null,
    dataset: null,
    unindexed: null,
  });
  let software: ServerSoftware;
  try {
    const version = await getVersion(connection);
    software = version.software;
    checks.push(checkVersion(version, context.campaign, connection.url));
  } catch (error) {
    return end([findingOf({ area, name: 'server' }, error)]);
  }
  if (!isLasting)
    checks.push(
      finding(area, 'serving', 'No `prank serve` is at work, so raters have no page.', prankCommand('serve')),
    );
  checks.push(...checkAddress(connection, context));
  try {
    const user = await getOwnUser(connection);
    checks.push(checkRole(user));
    const examined =
      user.role === 'annotator'
        ? { checks: [], workspace: null, dataset: null, unindexed: null }
        : await examineDataset(connection, { ...context, software });
    return { ...examined, user, checks: [...checks, ...examined.checks] };
  } catch (error) {
    return end([findingOf({ area, name: 'key' }, error)]);
  }
}

function checkVersion(version: ServerVersion, { target }: Campaign, url: string): Check {
  const name = softwareNames[version.software];
  const tried = triedVersions[version.software];
  const is = target.type === 'local' ? 'The embedded server speaks the API of' : `${url} is`;
  const what = `${is} ${name} ${printable(version.version, 40)}`;
  if (isTried(version)) return fine(area, 'server', `${what}.`);
  const where =
    target.type === 'space'
      ? `the first line of the Dockerfile of https://huggingface.co/spaces/${target.space}`
      : 'the server';
  return finding(
    area,
    'server',
    `${what}; prank is tried with ${tried}.`,
    `Pull first, then bring ${where} to ${name} ${tried}.`,
  );
}

/** Commands for a Space use ARGILLA_API_URL if it is set. */
function checkAddress({ url }: Connection, { campaign: { target }, writtenUrl }: ServerContext): Check[] {
  if (target.type === 'local' || writtenUrl === undefined) return [];
  if (isSameAddress(writtenUrl, url)) return [fine(area, 'address', 'ARGILLA_API_URL names this server.')];
  const split = splitAddress(writtenUrl);
  const what = split === null ? 'is not an address' : `names ${printable(split.url, 200)}`;
  return [
    finding(
      area,
      'address',
      `ARGILLA_API_URL ${what}, but the campaign's server is ${url}.`,
      `ARGILLA_API_URL=${url} in .env; unset it in the environment`,
    ),
  ];
}

function checkRole({ username, role }: ArgillaUser): Check {
  const who = `The key is that of ${printable(username, 80)}, ${role === 'annotator' ? 'a rater' : `an ${role}`}`;
  if (role !== 'annotator') return fine(area, 'key', `${who}.`);
  return finding(
    area,
    'key',
    `${who}, who may not manage a campaign.`,
    'Put an owner\'s key into .env as ARGILLA_API_KEY; "My settings" in Argilla shows it.',
  );
}

type DatasetExamination = Omit<ServerExamination, 'user'>;

/** What decides about the advice for a dataset. */
interface DatasetContext extends ServerContext {
  software: ServerSoftware;
}

async function examineDataset(connection: Connection, context: DatasetContext): Promise<DatasetExamination> {
  const { campaign, known } = context;
  const { task } = campaign;
  try {
    const { workspace, dataset, place } = await inspectDeployment(connection, task, known?.datasetId ?? null);
    const identity = [...checkReset(known, dataset, campaign), ...checkName(campaign, place)];
    const isReset = identity.some(({ name, ok }) => name === 'server_reset' && ok === false);
    if ((workspace === null || dataset === null) && isReset) {
      // A deploy is no remedy for it: it would make an empty dataset.
      const check = unseen(area, 'dataset', 'The dataset comes back with the answers.');
      return { checks: [...identity, check], workspace, dataset: null, unindexed: null };
    }
    if (workspace === null || dataset === null) {
      const check = await describeMissing(connection, campaign, workspace);
      return { checks: [...identity, check], workspace, dataset: null, unindexed: null };
    }
    const plan = planDeployment(task, { workspace, dataset });
    const name = nameOf({ workspace: workspace.name, dataset: dataset.dataset.name });
    const checks = [...identity, ...checkPlan(name, plan, dataset, context)];
    const isReady = dataset.dataset.status === 'ready';
    const [usable, unindexed] = dataset.indexed ? [dataset, null] : [null, dataset];
    return { checks, workspace, dataset: isReady ? usable : null, unindexed: isReady ? unindexed : null };
  } catch (error) {
    if (error instanceof PermissionError || error instanceof ArgillaHttpError || error instanceof PrankError)
      return { checks: [findingOf({ area, name: 'dataset' }, error)], workspace: null, dataset: null, unindexed: null };
    throw error;
  }
}

/** Whether the known answers are from this dataset, and not from a newer copy of it; empty = no answers are known. */
function checkReset(known: KnownServer | null, found: FoundDataset | null, { task }: Campaign): Check[] {
  if (known === null || !known.hasAnswers) return [];
  const fix = `${prankCommand('restore')}, which restores raters, records and answers`;
  if (found === null || known.datasetId !== found.dataset.id) {
    const what =
      found === null
        ? 'is gone, but answers from it are known'
        : 'is not the one that the known answers were pulled from';
    const why = `The dataset ${nameOf(task)} ${what}: the server was reset or replaced.`;
    return [finding(area, 'server_reset', why, fix, { atStake: true })];
  }
  if (known.lastActivityAt !== null && found.dataset.lastActivityAt < known.lastActivityAt) {
    const why = `The server runs on an older copy of its database: its last activity is of ${found.dataset.lastActivityAt}, the last pull saw one of ${known.lastActivityAt}.`;
    return [finding(area, 'server_reset', why, fix, { atStake: true })];
  }
  return [fine(area, 'server_reset', 'The dataset is the one that the known answers are from.')];
}

/** Whether the dataset still has the name that prank.yaml gives; empty = it has. */
function checkName({ task }: Campaign, { located, hasNamesake }: FoundPlace): Check[] {
  const names = located === null ? null : findNewNames(task, located);
  if (located === null || names === null) return [];
  const why = describeNames(task, located, hasNamesake);
  if (!areTaskNames(namesOf(located))) return [finding(area, 'dataset_name', why, renameBack)];
  const fix = `${prankCommand('doctor', '--repair')}, which writes the name into prank.yaml`;
  return [finding(area, 'dataset_name', why, fix, { repair: { type: 'write-task-names', names } })];
}

async function describeMissing(
  connection: Connection,
  { task }: Campaign,
  workspace: ArgillaWorkspace | null,
): Promise<Check> {
  const workspaces = new Map((await listWorkspaces(connection)).map(({ id, name }) => [id, name]));
  const twins = (await listDatasets(connection)).filter(({ name }) => name === task.dataset);
  const elsewhere = twins.flatMap(({ workspaceId: id }) => workspaces.get(id) ?? []);
  const what =
    workspace === null
      ? `There is no workspace ${task.workspace} that this key may see`
      : `The workspace ${task.workspace} has no dataset ${task.dataset}`;
  if (elsewhere.length === 0)
    return finding(area, 'dataset', `${what}: nothing is deployed there yet.`, prankCommand('deploy'));
  const names = elsewhere.map((name) => printable(name, 80)).join(', ');
  return finding(
    area,
    'dataset',
    `${what}; a dataset of that name is in the workspace ${names}.`,
    `task: {workspace: ${printable(elsewhere[0] ?? '', 80)}} in prank.yaml, or ${prankCommand('deploy')} to make it here`,
  );
}

function checkPlan(
  name: string,
  plan: readonly DeploymentStep[],
  found: FoundDataset,
  { campaign, mayRestart, software }: DatasetContext,
): Check[] {
  const refused = plan.find(({ action }) => action === 'refuse');
  if (found.dataset.status === 'draft') {
    if (refused !== undefined) return [finding(area, 'dataset', `${name}, ${refused.why}.`, wayOut())];
    return [
      finding(
        area,
        'dataset',
        `${name} is a draft: raters see no dataset before it is published.`,
        prankCommand('deploy'),
      ),
    ];
  }
  if (!found.indexed) return [halfPublished(name, found, { campaign, mayRestart, software })];
  if (refused !== undefined) return [finding(area, 'dataset', `${name}: ${refused.why}.`, wayOut())];
  const open = plan.filter(({ change }) => change !== null);
  const differences = open.map(({ target, why }) => `${target} ${why}`).join('; ');
  return [
    fine(area, 'dataset', `${name} is published.`),
    open.length === 0
      ? fine(area, 'settings', describeSettings(campaign, found))
      : finding(area, 'settings', `${name} is not as prank.yaml describes it: ${differences}.`, prankCommand('deploy')),
  ];
}

function describeSettings({ task }: Campaign, { questions }: FoundDataset): string {
  const others = otherQuestions(task, questions).map(({ name }) => printable(name, 60));
  const more =
    others.length === 0 ? '' : ` Raters are also asked ${others.join(', ')}; these answers are kept, and not ranked.`;
  return `Guidelines, question, overlap and metadata are as prank.yaml describes them.${more}`;
}

/** What to do with a dataset that can't become what prank.yaml describes. */
const wayOut = (): string =>
  `Give task.dataset another name in prank.yaml, then: ${prankCommand('deploy', '--new-dataset')}, ${prankCommand('pull', '--new-dataset')}, ${prankCommand('push')}`;

/** The dataset's status is published, but it has no search index, so raters get an error. */
function halfPublished(
  name: string,
  { records, dataset }: FoundDataset,
  { campaign: { target }, mayRestart, software }: Pick<DatasetContext, 'campaign' | 'mayRestart' | 'software'>,
): Check {
  const why = `${name} was published only halfway: it has no search index, so raters get an error.`;
  if (records === 0)
    return finding(area, 'dataset', why, `${prankCommand('deploy')}, which creates it again: it holds no record`);
  if (target.type !== 'space')
    return finding(
      area,
      'dataset',
      why,
      `${shellCommand([`${software}_server`, 'search-engine', 'reindex'])}, on the machine of the server`,
    );
  if (!mayRestart)
    return finding(
      area,
      'dataset',
      why,
      `${prankCommand('pull')}; then restart the Space on its settings page, which loses its data, and ${prankCommand('restore')}`,
    );
  const repair: Repair = {
    type: 'restart-space',
    why: `${name} has no search index, which each start rebuilds`,
    datasetId: dataset.id,
  };
  return finding(
    area,
    'dataset',
    why,
    `${prankCommand('doctor', '--repair')}, which restarts the Space: each start rebuilds the index`,
    { repair },
  );
}
