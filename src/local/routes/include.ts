import * as z from 'zod';
import type { Include } from '../storage/records.ts';
import { type ApiError, unprocessable } from '../http/api-error.ts';

const known = ['responses', 'suggestions', 'vectors'];
const form = /^(?:[^,:]+(?:,[^,:]+)*|[^,:]+:[^,:]+(?:,[^,:]+)*)$/;

/** Parses `include=responses&include=suggestions,vectors`, also `vectors:name`. Throws 422. */
export const include = z
  .unknown()
  .default([])
  .transform((given): Include => {
    const found = new Set<string>();
    for (const value of [given].flat()) {
      if (typeof value !== 'string' || !form.test(value)) throw invalidInclude();
      const [keys = '', names] = value.split(':');
      if (names !== undefined && keys === 'vectors') found.add('vectors');
      if (names === undefined) for (const key of keys.split(',')) found.add(key);
    }
    for (const [index, key] of [...found].entries()) if (!known.includes(key)) throw invalidInclude(index, key);
    return { responses: found.has('responses'), suggestions: found.has('suggestions'), vectors: found.has('vectors') };
  });

/** The real server's message for an `include` it can't parse, or for an unknown key in it. */
function invalidInclude(index?: number, key?: string): ApiError {
  if (index === undefined) {
    const forms = "'key1,key2,key3' or 'key:value1,value2,value3'";
    return unprocessable(`'include' query parameter must be of the form ${forms}`);
  }
  return unprocessable(
    `1 validation error for RecordIncludeParam\nkeys.${index}\n  Input should be 'responses', 'suggestions' or 'vectors' ` +
      `[type=enum, input_value='${key}', input_type=str]\n` +
      '    For further information visit https://errors.pydantic.dev/2.9/v/enum',
  );
}
