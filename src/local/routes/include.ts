import * as z from 'zod';
import { invalidInclude } from '../http/include-error.ts';
import type { Include } from '../storage/records.ts';

const known = ['responses', 'suggestions', 'vectors'];
const form = /^(?:[^,:]+(?:,[^,:]+)*|[^,:]+:[^,:]+(?:,[^,:]+)*)$/;

/** `include=responses&include=suggestions,vectors`, also `vectors:name`. Throws 422. */
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
