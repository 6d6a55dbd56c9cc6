import { describeScale, promptField } from '../../argilla/settings.ts';
import type {
  ArgillaDataset,
  ArgillaField,
  ArgillaMetadataProperty,
  ArgillaQuestion,
  ArgillaWorkspace,
} from '../../argilla/wire.ts';
import type { MetadataProperty, Question, Step, Task } from '../../model.ts';
import { prankCommand, shellCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';

/** A question of a lost dataset. */
export type LostQuestion = Omit<ArgillaQuestion, 'id'>;

/** What the server holds of a campaign before a deploy. */
export interface FoundDeployment {
  /** Known by the dataset, if that is there: either may have another name than prank.yaml gives. */
  workspace: ArgillaWorkspace | null;
  dataset: FoundDataset | null;
}

export interface FoundDataset {
  dataset: ArgillaDataset;
  fields: ArgillaField[];
  questions: ArgillaQuestion[];
  metadata: ArgillaMetadataProperty[];
  records: number;
  /** false = published only halfway: without a search index the server responds with 500 to raters. */
  indexed: boolean;
}

/** What applying a step does. It is data, so that a dry run can show it and a test can compare it. */
export type DeploymentChange =
  | { type: 'create-workspace' }
  | { type: 'delete-dataset'; id: string }
  | { type: 'create-dataset' }
  | { type: 'update-dataset'; id: string; guidelines?: string | null; minSubmitted?: number }
  | { type: 'create-field' }
  | { type: 'create-question' }
  | { type: 'create-other-question'; question: LostQuestion }
  | { type: 'update-question'; id: string }
  | { type: 'create-metadata'; property: MetadataProperty }
  | { type: 'update-metadata'; id: string; visible: boolean }
  | { type: 'publish' };

export interface DeploymentStep extends Step {
  /** null for `keep` and `refuse`. */
  change: DeploymentChange | null;
}

export interface DeploymentOptions {
  /** Other questions of a lost dataset, which a restore also creates in the new one. */
  lostQuestions?: readonly LostQuestion[];
  /** Whether hidden metadata is hidden from the API too, as on the embedded server. */
  hidesMetadata?: boolean;
}

/**
 * Compares every part of the campaign's task with the server; pure. A plan with a `refuse` step must not be applied.
 */
export function planDeployment(
  task: Task,
  found: FoundDeployment,
  { lostQuestions = [], hidesMetadata = false }: DeploymentOptions = {},
): DeploymentStep[] {
  const workspace =
    found.workspace === null
      ? step('create', `workspace ${task.workspace}`, 'is not there', { type: 'create-workspace' })
      : keepUnder(found.workspace.name, 'workspace', task.workspace);
  const steps = [workspace, ...planDataset(task, found.dataset, lostQuestions)];
  return hidesMetadata ? steps : steps.map((one) => warnOfApi(one, task));
}

function warnOfApi(one: DeploymentStep, { metadata }: Task): DeploymentStep {
  const isHidden = metadata.some(({ name, visible }) => !visible && one.target === metadataTarget(name));
  const isSettled = one.action === 'create' || one.action === 'keep';
  return isHidden && isSettled ? { ...one, why: `${one.why}; raters can still read it through Argilla's API` } : one;
}

function planDataset(task: Task, found: FoundDataset | null, lostQuestions: readonly LostQuestion[]): DeploymentStep[] {
  if (found === null) return planNewDataset(task, `dataset ${task.dataset}`, lostQuestions);
  const kept = keepUnder(found.dataset.name, 'dataset', task.dataset);
  const { target } = kept;
  const fault = findLayoutFault(task, found);
  if (found.dataset.status === 'draft') {
    if (found.records > 0)
      return [
        refuse(
          target,
          `is a draft that holds ${found.records} records; such a dataset can't be published any more. ${wayOut()}`,
        ),
      ];
    return fault === null
      ? finishDraft(task, found, kept)
      : replaceDataset(task, found, target, `is an unpublished draft, and ${fault}`);
  }
  if (!found.indexed) {
    if (found.records === 0)
      return replaceDataset(task, found, target, 'was published only halfway and holds no record');
    return [
      refuse(
        target,
        `has ${found.records} records but no search index. Rebuild it on the server: ${shellCommand(['argilla_server', 'search-engine', 'reindex'])}, for Extralit ${shellCommand(['extralit_server', 'search-engine', 'reindex'])} (a Space does so when it is restarted)`,
      ),
    ];
  }
  if (fault !== null) return [refuse(target, `${fault}. ${wayOut()}`)];
  return [
    kept,
    ...planSettings(task, found.dataset),
    keep(`field ${promptField}`),
    ...planQuestion(task.question, found),
    ...keepOtherQuestions(task, found),
    ...planMetadata(task, found),
  ];
}

/** Questions that raters may answer besides the campaign's. */
export function otherQuestions<T extends { name: string }>(task: Pick<Task, 'question'>, questions: readonly T[]): T[] {
  return questions.filter(({ name }) => name !== task.question.name);
}

function keepOtherQuestions(task: Task, { questions }: FoundDataset): DeploymentStep[] {
  return otherQuestions(task, questions).map(({ name }) =>
    keep(
      `question ${name}`,
      'is not in prank.yaml: its answers are kept in log and backup, and neither ranked nor published',
    ),
  );
}

const wayOut = (): string =>
  `To start again beside it, give task.dataset another name in prank.yaml, then: ${prankCommand('deploy', '--new-dataset')}`;

function planNewDataset(task: Task, target: string, lostQuestions: readonly LostQuestion[] = []): DeploymentStep[] {
  return [
    step('create', target, 'is not there', { type: 'create-dataset' }),
    ...planMissingField([]),
    ...planMissingQuestion(task.question, []),
    ...lostQuestions.map((question) =>
      step('create', `question ${question.name}`, 'was there before', { type: 'create-other-question', question }),
    ),
    ...planMetadata(task, { metadata: [] }),
    step('publish', target, 'so that records can be pushed', { type: 'publish' }),
  ];
}

function replaceDataset(task: Task, { dataset }: FoundDataset, target: string, why: string): DeploymentStep[] {
  return [step('delete', target, why, { type: 'delete-dataset', id: dataset.id }), ...planNewDataset(task, target)];
}

function finishDraft(task: Task, found: FoundDataset, kept: DeploymentStep): DeploymentStep[] {
  const { target } = kept;
  return [
    kept,
    ...planSettings(task, found.dataset),
    ...planMissingField(found.fields),
    ...planMissingQuestion(task.question, found.questions),
    ...planMetadata(task, found),
    step('publish', target, 'is a draft', { type: 'publish' }),
  ];
}

/**
 * Why the records or answers of a dataset would not be the campaign's; null = they would be. Missing parts are a fault
 * only once it is published.
 */
function findLayoutFault(task: Task, { dataset, fields, questions, metadata }: FoundDataset): string | null {
  const published = dataset.status === 'ready';
  const field = fields.find(({ name }) => name === promptField);
  if (published && field === undefined) return `has no field "${promptField}": it is not a dataset of prank`;
  if (field !== undefined && field.settings.type !== 'text') return `its field "${promptField}" is not text`;
  const extraField = fields.find(({ name, required }) => required && name !== promptField);
  if (extraField !== undefined) return `requires another field, "${extraField.name}"`;
  const extraQuestion = questions.find(({ name, required }) => required && name !== task.question.name);
  if (extraQuestion !== undefined) return `requires an answer to another question, "${extraQuestion.name}"`;
  const question = questions.find(({ name }) => name === task.question.name);
  if (question === undefined)
    return published ? `has no question "${task.question.name}", and none can be added after publishing` : null;
  return findQuestionFault(task.question, question) ?? findMetadataFault(task, metadata);
}

function findQuestionFault(wanted: Question, found: ArgillaQuestion): string | null {
  if (found.settings.type !== 'rating')
    return `its question "${found.name}" is of type ${found.settings.type}, not rating`;
  const values = (found.settings.options ?? []).map(({ value }) => value);
  if (values.join() === wanted.values.join()) return null;
  return `its question "${found.name}" has the values ${values.join(', ')}, prank.yaml says ${wanted.values.join(', ')}, and values can't change after publishing`;
}

function findMetadataFault(task: Task, found: ArgillaMetadataProperty[]): string | null {
  for (const { name, type } of task.metadata) {
    const other = found.find((property) => property.name === name && property.settings.type !== type);
    if (other !== undefined) return `its metadata "${name}" is of type ${other.settings.type}, prank.yaml says ${type}`;
  }
  return null;
}

function planSettings(task: Task, dataset: ArgillaDataset): DeploymentStep[] {
  const guidelines: DeploymentStep =
    dataset.guidelines === task.guidelines
      ? keep('guidelines')
      : step('update', 'guidelines', 'differ from the file', {
          type: 'update-dataset',
          id: dataset.id,
          guidelines: task.guidelines,
        });
  const { minSubmitted } = dataset;
  const overlap: DeploymentStep =
    minSubmitted === task.overlap
      ? keep(`overlap ${task.overlap}`)
      : step('update', `overlap ${task.overlap}`, `is ${minSubmitted} now`, {
          type: 'update-dataset',
          id: dataset.id,
          minSubmitted: task.overlap,
        });
  return [guidelines, overlap];
}

function planMissingField(found: ArgillaField[]): DeploymentStep[] {
  const target = `field ${promptField}`;
  if (found.some(({ name }) => name === promptField)) return [keep(target)];
  return [step('create', target, 'is not there', { type: 'create-field' })];
}

function planMissingQuestion(question: Question, found: ArgillaQuestion[]): DeploymentStep[] {
  if (found.some(({ name }) => name === question.name)) return planQuestion(question, { questions: found });
  return [step('create', `question ${question.name}`, 'is not there', { type: 'create-question' })];
}

function planQuestion(wanted: Question, { questions }: Pick<FoundDataset, 'questions'>): DeploymentStep[] {
  const target = `question ${wanted.name}`;
  const found = questions.find(({ name }) => name === wanted.name);
  if (found === undefined) return [];
  if (found.title === wanted.title && found.description === describeScale(wanted)) return [keep(target)];
  return [step('update', target, 'title or labels differ', { type: 'update-question', id: found.id })];
}

function planMetadata(task: Task, { metadata }: Pick<FoundDataset, 'metadata'>): DeploymentStep[] {
  const wanted = task.metadata.map((property) => planProperty(property, metadata));
  const extra = metadata
    .filter(({ name }) => task.metadata.every((property) => property.name !== name))
    .map(({ name, visible }) =>
      keep(metadataTarget(name), `is not in prank.yaml${visible ? ', and raters see it' : ''}`),
    );
  return [...wanted, ...extra];
}

const metadataTarget = (name: string): string => `metadata ${name}`;

function planProperty(property: MetadataProperty, metadata: ArgillaMetadataProperty[]): DeploymentStep {
  const target = metadataTarget(property.name);
  const found = metadata.find(({ name }) => name === property.name);
  if (found === undefined) {
    return step('create', target, property.visible ? 'shown to raters' : 'not shown to raters', {
      type: 'create-metadata',
      property,
    });
  }
  if (found.visible === property.visible) return keep(target);
  const why = property.visible ? 'is hidden from raters' : 'is shown to raters';
  return step('update', target, why, { type: 'update-metadata', id: found.id, visible: property.visible });
}

function step(action: Step['action'], target: string, why: string, change: DeploymentChange): DeploymentStep {
  return { action, target, why, change };
}

/** A renamed workspace or dataset is kept under its new name. */
function keepUnder(name: string, what: 'workspace' | 'dataset', written: string): DeploymentStep {
  const target = `${what} ${printable(name, 200)}`;
  return name === written ? keep(target) : keep(target, `is the campaign's, though prank.yaml says ${written}`);
}

function keep(target: string, why = 'is as described'): DeploymentStep {
  return { action: 'keep', target, why, change: null };
}

function refuse(target: string, why: string): DeploymentStep {
  return { action: 'refuse', target, why, change: null };
}
