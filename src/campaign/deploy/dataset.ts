import type { Connection } from '../../argilla/connection.ts';
import { createDataset, deleteDataset, getDataset, publishDataset, updateDataset } from '../../argilla/datasets.ts';
import { ArgillaHttpError } from '../../argilla/http-error.ts';
import { getIndexProgress } from '../../argilla/progress.ts';
import { countRecords } from '../../argilla/records.ts';
import {
  createMetadataProperty,
  createPromptField,
  createQuestion,
  createRatingQuestion,
  listFields,
  listMetadataProperties,
  listQuestions,
  updateMetadataVisibility,
  updateQuestionText,
} from '../../argilla/settings.ts';
import type { ArgillaDataset } from '../../argilla/wire.ts';
import { createWorkspace } from '../../argilla/workspaces.ts';
import { RemoteError, UnsafeError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit, Step, Task } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';
import { describeRename, findPlace, type FoundPlace } from '../server/locate-dataset.ts';
import {
  type DeploymentChange,
  type DeploymentStep,
  type FoundDataset,
  type FoundDeployment,
  type LostQuestion,
  otherQuestions,
  planDeployment,
} from './plan.ts';

export interface DeployedDataset {
  url: string;
  /** null only in a dry run that would create it. */
  datasetId: string | null;
  /** The dataset's name on the server. */
  datasetName: string;
  /** Says that the dataset has another name than in prank.yaml, and what to do; null = it has not. */
  rename: string | null;
  steps: Step[];
}

/**
 * Creates or updates workspace and dataset. A dataset with the id `known` is updated, whatever its name is now, and no
 * other is created beside it. A second run changes nothing.
 */
export async function deployDataset(
  { task, target: server, confirm }: Pick<OpenCampaign, 'task' | 'target' | 'confirm'>,
  connection: Connection,
  {
    dryRun,
    known = null,
    lostQuestions = [],
  }: { dryRun: boolean; known?: string | null; lostQuestions?: readonly LostQuestion[] },
  emit: Emit,
): Promise<DeployedDataset> {
  const found = await inspectDeployment(connection, task, known);
  const plan = planDeployment(task, found, { lostQuestions, hidesMetadata: server.type === 'local' });
  const steps = plan.map(({ action, target, why }) => ({ action, target, why }));
  const { id: datasetId = null, name: datasetName = task.dataset } = found.dataset?.dataset ?? {};
  const result = { url: connection.url, datasetId, datasetName, rename: describeRename(task, found.place), steps };
  if (dryRun) return result;
  assertAllowed(plan);
  const others = otherQuestions(task, found.dataset?.questions ?? []).map(({ name }) => printable(name, 60));
  if (others.length > 0) {
    const text = `Raters are also asked ${others.join(', ')}, which prank.yaml does not name: these answers are kept in the log and the backup, and neither ranked nor published. Suggestions and vectors are not kept.`;
    emit({ type: 'info', text });
  }
  for (const { change, target, why } of plan) {
    if (change?.type === 'delete-dataset' && !(await confirm(`Delete ${target}, which ${why}?`))) {
      throw new UnsafeError('not_confirmed', `${target} ${why}; it must be deleted before it can be created again.`, {
        hint: 'Run the command again with --yes to delete it (it holds no record).',
      });
    }
  }
  return { ...result, datasetId: await applyDeployment(connection, task, found, plan, emit) };
}

function assertAllowed(plan: DeploymentStep[]): void {
  const refused = plan.filter(({ action }) => action === 'refuse');
  if (refused.length === 0) return;
  const reasons = refused.map(({ target, why }) => `${target} ${why}.`);
  throw new UnsafeError('deploy_refused', [...reasons, 'Nothing was changed.'].join('\n'), {
    details: { steps: refused.map(({ action, target, why }) => ({ action, target, why })) },
  });
}

/** Reads the state that a deploy compares with. Changes nothing. */
export async function inspectDeployment(
  connection: Connection,
  task: Task,
  known: string | null,
): Promise<FoundDeployment & { place: FoundPlace }> {
  const place = await findPlace(connection, task, known);
  const { workspace, located } = place;
  const dataset = located === null ? null : await inspectDataset(connection, located.dataset);
  return { workspace, dataset, place };
}

async function inspectDataset(connection: Connection, dataset: ArgillaDataset): Promise<FoundDataset> {
  return {
    dataset,
    fields: await listFields(connection, dataset.id),
    questions: await listQuestions(connection, dataset.id),
    metadata: await listMetadataProperties(connection, dataset.id),
    records: await countRecords(connection, dataset.id),
    indexed: await hasIndex(connection, dataset),
  };
}

/** A draft has no index yet. A published dataset without one responds with 500 to every request for its progress. */
async function hasIndex(connection: Connection, dataset: ArgillaDataset): Promise<boolean> {
  if (dataset.status === 'draft') return false;
  try {
    await getIndexProgress(connection, dataset.id);
    return true;
  } catch (error) {
    if (error instanceof ArgillaHttpError && error.status === 500) return false;
    throw error;
  }
}

async function applyDeployment(
  connection: Connection,
  task: Task,
  found: FoundDeployment,
  plan: DeploymentStep[],
  emit: Emit,
): Promise<string> {
  const { id: datasetId = '', name = task.dataset } = found.dataset?.dataset ?? {};
  const made = { workspaceId: found.workspace?.id ?? '', datasetId, name };
  for (const { change, ...step } of plan) {
    if (change !== null) await applyChange(connection, task, made, change);
    emit({ type: 'step', step });
  }
  return made.datasetId;
}

async function applyChange(
  connection: Connection,
  task: Task,
  made: { workspaceId: string; datasetId: string; name: string },
  change: DeploymentChange,
): Promise<void> {
  switch (change.type) {
    case 'create-workspace':
      made.workspaceId = (await createWorkspace(connection, task.workspace)).id;
      return;
    case 'delete-dataset':
      return deleteDataset(connection, change.id);
    case 'create-dataset': {
      const key = { workspaceId: made.workspaceId, name: made.name };
      const settings = { guidelines: task.guidelines, minSubmitted: task.overlap };
      made.datasetId = (await createDataset(connection, key, settings)).id;
      return;
    }
    case 'update-dataset': {
      const { type: _, id, ...changes } = change;
      await updateDataset(connection, id, changes);
      return;
    }
    case 'create-field':
      await createPromptField(connection, made.datasetId);
      return;
    case 'create-question':
      await createRatingQuestion(connection, made.datasetId, task.question);
      return;
    case 'create-other-question':
      await createQuestion(connection, made.datasetId, change.question);
      return;
    case 'update-question':
      await updateQuestionText(connection, change.id, task.question);
      return;
    case 'create-metadata':
      await createMetadataProperty(connection, made.datasetId, change.property);
      return;
    case 'update-metadata':
      return updateMetadataVisibility(connection, change.id, change.visible);
    case 'publish':
      return publishAndCheck(connection, made.datasetId);
  }
}

/** Publishing is not atomic: the status becomes ready before the index exists, so both are checked afterwards. */
async function publishAndCheck(connection: Connection, datasetId: string): Promise<void> {
  const failure = await publishDataset(connection, datasetId).then(
    () => null,
    (error: unknown) => error,
  );
  const dataset = await getDataset(connection, datasetId);
  if (dataset.status === 'ready' && (await hasIndex(connection, dataset))) return;
  throw new RemoteError('publish_half_done', 'Argilla could not publish the dataset: it has no search index.', {
    cause: failure,
  });
}
