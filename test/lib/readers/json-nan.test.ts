import { expect, test } from 'vitest';
import { replaceNotFinite } from '../../../src/lib/readers/json-nan.ts';

test.each([
  ['{"a": NaN, "b": -Infinity, "c": [Infinity,NaN]}', '{"a": null, "b": null, "c": [null,null]}'],
  ['{"NaN": "NaN, \\"NaN\\" and \\\\", "b": NaN}', '{"NaN": "NaN, \\"NaN\\" and \\\\", "b": null}'],
  ['{"a": "never closed NaN', '{"a": "never closed NaN'],
  ['{"a": NaNs, "b": 1NaN}', '{"a": NaNs, "b": 1NaN}'],
  ['', ''],
])('%s', (text, replaced) => {
  expect(replaceNotFinite(text)).toBe(replaced);
});
