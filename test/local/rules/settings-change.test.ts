import { describe, expect, it } from 'vitest';
import { unprocessable } from '../../../src/local/http/api-error.ts';
import { RawJson } from '../../../src/local/http/json.ts';
import {
  checkQuestionChange,
  refuseTypeChange,
  type SettingsChange,
} from '../../../src/local/rules/settings-change.ts';
import { refusal } from './dataset-rules.ts';

const stored = (settings: unknown): RawJson => new RawJson(JSON.stringify(settings));
const options = [{ value: 'b' }, { value: 'a' }, { value: 'c' }];

const say = (from: string, to: string) => unprocessable(`${from} to ${to}`);

describe('refuseTypeChange', () => {
  it.each<[unknown, string, string | null]>([
    [{ type: 'text' }, 'text', null],
    [{ type: 'text' }, 'rating', 'text to rating'],
    [{}, 'text', 'undefined to text'],
    [[], 'text', ' to text'],
  ])('from %j to %s: %j', (settings, type, sentence) => {
    expect(refusal(() => refuseTypeChange(stored(settings), type, say))).toBe(sentence);
  });
});

const ofOptions = (count: number) =>
  `the value for 'visible_options' must be less or equal to the number of items in 'options' (${count})`;

describe('checkQuestionChange', () => {
  const labels = { type: 'label_selection', options, visible_options: 3 };
  const span = { type: 'span', options, allow_overlapping: true };
  const overlapping = "'allow_overlapping' can't be disabled because responses may become inconsistent";

  it.each<[unknown, SettingsChange]>([
    [labels, { type: 'label_selection' }],
    [labels, { type: 'label_selection', options: [{ value: 'a' }, { value: 'b' }, { value: 'c' }] }],
    [labels, { type: 'label_selection', visible_options: 3 }],
    [labels, { type: 'label_selection', visible_options: null }],
    [span, { type: 'span', allow_overlapping: true }],
    [
      { ...span, allow_overlapping: false },
      { type: 'span', allow_overlapping: false },
    ],
    [
      { ...span, allow_overlapping: false },
      { type: 'span', allow_overlapping: true },
    ],
    [{ type: 'text', allow_overlapping: true }, { type: 'text' }],
    [
      { type: 'text', options: 'none' },
      { type: 'text', options: [] },
    ],
  ])('accepts for %j: %j', (settings, change) => {
    expect(refusal(() => checkQuestionChange(stored(settings), change))).toBeNull();
  });

  it.each<[unknown, SettingsChange, string]>([
    [{ type: 'text' }, { type: 'rating' }, "question type cannot be changed. expected 'text' but got 'rating'"],
    [
      labels,
      { type: 'label_selection', options: options.slice(1) },
      'the number of options cannot be modified. expected 3 but got 2',
    ],
    [
      labels,
      { type: 'label_selection', options: [{ value: 'z' }, { value: 'a' }, { value: 'b' }] },
      "the option values cannot be modified. found unexpected option values: ['z']",
    ],
    [
      { type: 'label_selection', options: [3] },
      { type: 'label_selection', options: [{ value: 'a' }] },
      "the option values cannot be modified. found unexpected option values: ['a']",
    ],
    [labels, { type: 'label_selection', visible_options: 4 }, ofOptions(3)],
    [{ type: 'text' }, { type: 'text', visible_options: 1 }, ofOptions(0)],
    [span, { type: 'span' }, overlapping],
    [span, { type: 'span', allow_overlapping: false }, overlapping],
  ])('refuses for %j: %j', (settings, change, sentence) => {
    expect(refusal(() => checkQuestionChange(stored(settings), change))).toBe(sentence);
  });
});
