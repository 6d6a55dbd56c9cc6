import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/local/http/json.ts';
import { checkMetadata } from '../../../src/local/rules/metadata.ts';
import type { MetadataSettings } from '../../../src/local/rules/settings.ts';
import { datasetRules, refusal } from './dataset-rules.ts';

const check = (value: unknown, settings: MetadataSettings): string | null =>
  refusal(() => checkMetadata({ m: value }, datasetRules({ properties: [{ name: 'm', settings, visible: true }] })));

const exact = (literal: string): ExactNumber => new ExactNumber(literal);
const terms: MetadataSettings = { type: 'terms', values: ['a', exact('2.0')] };
const integer: MetadataSettings = { type: 'integer', min: -1, max: 3 };
const float: MetadataSettings = { type: 'float', min: exact('-1.0'), max: 2.5 };

describe('checkMetadata', () => {
  it.each<[MetadataSettings, unknown]>([
    [{ type: 'terms', values: null }, 'anything'],
    [terms, 'a'],
    [terms, 2],
    [terms, ['a', 2]],
    [terms, []],
    [integer, -1],
    [integer, 3],
    [integer, true],
    [integer, null],
    [{ type: 'integer', min: null, max: null }, exact('12345678901234567890')],
    [{ type: 'integer', min: null, max: 0 }, -1000],
    [{ type: 'integer', min: 0, max: null }, 1000],
    [float, exact('-1.0')],
    [float, 2.5],
    [float, 0.25],
  ])('accepts for %j: %j', (settings, value) => {
    expect(check(value, settings)).toBeNull();
  });

  it.each<[MetadataSettings, unknown, string]>([
    [terms, 'b', "'b' is not an allowed term."],
    [terms, ['a', 'b', 'c'], "'b' is not an allowed term."],
    [integer, -2, "'-2' is less than the minimum value of '-1'."],
    [integer, 4, "'4' is greater than the maximum value of '3'."],
    [integer, 1.5, "'1.5' is not an integer."],
    [integer, exact('1.0'), "'1.0' is not an integer."],
    [integer, '1', "'1' is not an integer."],
    [float, exact('-2.0'), "'-2.0' is less than the minimum value of '-1.0'."],
    [float, 2.75, "'2.75' is greater than the maximum value of '2.5'."],
    [float, 1, "'1' is not a float."],
    [float, exact('12345678901234567890'), "'12345678901234567890' is not a float."],
    [float, true, "'True' is not a float."],
    [float, '1.5', "'1.5' is not a float."],
  ])('refuses for %j: %j', (settings, value, problem) => {
    expect(check(value, settings)).toBe(
      `metadata is not valid: 'm' metadata property validation failed because ${problem}`,
    );
  });

  it('refuses an undeclared property unless the dataset allows it', () => {
    const sentence =
      "metadata is not valid: 'n' metadata property does not exists for dataset 'dataset-1' " +
      'and extra metadata is not allowed for this dataset';
    expect(refusal(() => checkMetadata({ n: 1 }, datasetRules()))).toBe(sentence);
    expect(refusal(() => checkMetadata({ n: null }, datasetRules()))).toBe(sentence);
    expect(refusal(() => checkMetadata({ n: 1 }, datasetRules({ allowExtraMetadata: true })))).toBeNull();
  });

  it('checks every property by its own settings', () => {
    const properties = [
      { name: 'm', settings: integer, visible: true },
      { name: 'n', settings: terms, visible: false },
    ];
    expect(refusal(() => checkMetadata({ m: 1, n: 'b' }, datasetRules({ properties })))).toContain("'n' metadata");
  });

  it.each([[null], [undefined], [{}]])('accepts no metadata: %j', (metadata) => {
    expect(refusal(() => checkMetadata(metadata, datasetRules()))).toBeNull();
  });
});
