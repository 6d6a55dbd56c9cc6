import { defaults } from '../defaults.ts';
import { builtInMetadata } from './source-rules.ts';
import { brokenRule } from './survey.ts';
import type { Rule, Survey } from './survey.ts';

/** Keys reserved by Argilla's index: a question with such a name breaks its filters. */
const takenQuestionNames = ['status', 'id', 'user_id'];

export const questionNameIsFree: Rule = ({ config }) => {
  const name = config.task?.question?.name;
  if (name === undefined || !takenQuestionNames.includes(name)) return [];
  return [
    brokenRule(
      ['task', 'question', 'name'],
      `is \`${name}\`, which Argilla uses itself`,
      'choose another, such as quality',
    ),
  ];
};

export const questionValuesAreDistinct: Rule = ({ config }) => {
  const values = config.task?.question?.values ?? [];
  return values.flatMap((value, index) => {
    if (value === undefined || values.indexOf(value) === index) return [];
    return [
      brokenRule(['task', 'question', 'values', index], `is \`${value}\` a second time`, 'name every value once'),
    ];
  });
};

export const everyValueHasItsLabel: Rule = ({ config, isSound }) => {
  const { values = defaults.task.question.values, labels } = config.task?.question ?? {};
  if (labels === undefined || labels.length === 0 || !isSound('task', 'question')) return [];
  if (labels.length === values.length) return [];
  const problem = `are ${labels.length} for ${values.length} values`;
  return [brokenRule(['task', 'question', 'labels'], problem, 'give one for each value, or none')];
};

export const metadataIsKnown: Rule = ({ config, isSound }) => {
  if (!isSound('sources')) return [];
  const carried = (config.sources ?? []).flatMap((source) => Object.keys(source?.metadata ?? {}));
  const known = [...new Set([...builtInMetadata, ...carried])];
  return writtenMetadata(config).flatMap(({ name }, index) => {
    if (name === undefined || known.includes(name)) return [];
    const problem = `names \`${name}\`, which no source carries`;
    const suggestion = `add it to the metadata of a source; known: ${known.join(', ')}`;
    return [brokenRule(['task', 'metadata', index], problem, suggestion)];
  });
};

export const metadataIsNamedOnce: Rule = ({ config }) => {
  const names = writtenMetadata(config).map(({ name }) => name);
  return names.flatMap((name, index) => {
    if (name === undefined || names.indexOf(name) === index) return [];
    return [brokenRule(['task', 'metadata', index], `names \`${name}\` a second time`, 'name it once')];
  });
};

export const builtInMetadataKeepsItsType: Rule = ({ config }) =>
  writtenMetadata(config).flatMap(({ name, type }, index) => {
    if (name === undefined || type === undefined || !builtInMetadata.includes(name)) return [];
    const fitting = name === 'length' ? ['integer', 'float'] : ['terms'];
    if (fitting.includes(type)) return [];
    return [
      brokenRule(['task', 'metadata', index, 'type'], `is \`${type}\`, and ${name} is ${fitting[0]}`, 'leave type out'),
    ];
  });

export const visibleMetadataIsSent: Rule = ({ config, isSound }) => {
  if (!isSound('task', 'metadata')) return [];
  const sent =
    config.task?.metadata === undefined ? defaults.task.metadata : writtenMetadata(config).map(({ name }) => name);
  const names: readonly (string | undefined)[] = sent;
  return (config.task?.visible_metadata ?? []).flatMap((name, index) => {
    if (name === undefined || names.includes(name)) return [];
    const problem = `names \`${name}\`, which task.metadata does not`;
    return [brokenRule(['task', 'visible_metadata', index], problem, 'add it there, or remove it here')];
  });
};

export const taskRules: readonly Rule[] = [
  questionNameIsFree,
  questionValuesAreDistinct,
  everyValueHasItsLabel,
  metadataIsKnown,
  metadataIsNamedOnce,
  builtInMetadataKeepsItsType,
  visibleMetadataIsSent,
];

function writtenMetadata(config: Survey['config']): { name?: string | undefined; type?: string | undefined }[] {
  return (config.task?.metadata ?? []).map((item) => (typeof item === 'string' ? { name: item } : (item ?? {})));
}
