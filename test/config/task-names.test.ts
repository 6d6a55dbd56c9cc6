import { describe, expect, it } from 'vitest';
import { areTaskNames, editTaskNames } from '../../src/config/task-names.ts';

const head = 'name: rating # the campaign\nsources:\n  - {id: own, file: prompts.csv, prompt: text, kind: human}\n';
const tail = 'argilla: {url: "https://argilla.example"}\n';
const config = (task: string): string => `${head}${task}${tail}`;

describe('editTaskNames', () => {
  it.each([
    [
      'a name, with its comment',
      'task:\n  # people know it\n  dataset: rating   # old\n  overlap: 2\n',
      { dataset: 'rating-final' },
      'task:\n  # people know it\n  dataset: rating-final   # old\n  overlap: 2\n',
    ],
    [
      'a quoted name',
      'task: {dataset: "rating", overlap: 2}\n',
      { dataset: 'a b' },
      'task: {dataset: "a b", overlap: 2}\n',
    ],
    ['JSON', 'task: {"overlap": 2}\n', { dataset: 'final' }, 'task: {"dataset": "final", "overlap": 2}\n'],
    ['a name that YAML takes for a number', 'task:\n  dataset: x\n', { dataset: '12' }, 'task:\n  dataset: "12"\n'],
    [
      'a name that was left out',
      'task:\n    # for raters\n    overlap: 2 # each\n',
      { dataset: 'final' },
      'task:\n    # for raters\n    dataset: final\n    overlap: 2 # each\n',
    ],
    [
      'a name that was left out, in braces',
      'task: { overlap: 2 }\n',
      { dataset: 'final' },
      'task: { dataset: final, overlap: 2 }\n',
    ],
    [
      'both names',
      'task:\n  overlap: 2\n',
      { workspace: 'w', dataset: 'd' },
      'task:\n  dataset: d\n  workspace: w\n  overlap: 2\n',
    ],
  ])('writes %s and leaves the rest as it is', (_, before, names, after) => {
    expect(editTaskNames(config(before), names)).toBe(config(after));
  });

  it('adds the section if there is none', () => {
    expect(editTaskNames(`# ours\n${config('')}`, { dataset: 'final' })).toBe(
      `# ours\ntask:\n  dataset: final\n${config('')}`,
    );
  });

  it('keeps the line ends of Windows', () => {
    const text = config('task:\n  overlap: 2\n').replaceAll('\n', '\r\n');
    expect(editTaskNames(text, { dataset: 'final' })).toBe(
      config('task:\n  dataset: final\n  overlap: 2\n').replaceAll('\n', '\r\n'),
    );
  });

  it.each([
    ['an empty section', 'task:\n'],
    ['a section without a key', 'task: {}\n'],
  ])('does not write into %s, and says what to write', (_, task) => {
    expect(() => editTaskNames(config(task), { dataset: 'final' })).toThrow(
      expect.objectContaining({ code: 'config_not_editable', hint: expect.stringContaining('dataset: final') }),
    );
  });

  it('does not write a name that prank.yaml may not hold', () => {
    expect(() => editTaskNames(config('task:\n  dataset: x\n'), { dataset: 'a/b' })).toThrow("can't edit");
  });
});

describe('areTaskNames', () => {
  it.each([
    ['rating', 'final 2', true],
    ['rating', 'Ein längerer / Name', false],
    ['a workspace', 'final', false],
  ])('says whether prank.yaml may hold %s and %s: %s', (workspace, dataset, may) => {
    expect(areTaskNames({ workspace, dataset })).toBe(may);
  });
});
