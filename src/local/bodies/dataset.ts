import * as z from 'zod';
import { dict, fault, flag, choice, integer, model, text, uuid } from '../http/shapes.ts';
import { isPlainObject } from '../http/json.ts';

const name = text({ min: 1, max: 200 });
const guidelines = text({ min: 1, max: 10_000 });
const distribution = model({
  strategy: choice(['overlap'], 'literal_error', ["<DatasetDistributionStrategy.overlap: 'overlap'>"]),
  min_submitted: integer({ min: 1 }),
});

export const newDatasetBody = model({
  name,
  guidelines: guidelines.nullable().default(null),
  allow_extra_metadata: flag.default(true),
  distribution: distribution.default({ strategy: 'overlap', min_submitted: 1 }),
  metadata: dict.nullable().default(null),
  workspace_id: uuid,
});

/** Rejects null for these keys with one message, before anything else is checked. */
export function withoutNull<Schema extends z.ZodType>(keys: string[], schema: Schema) {
  return z
    .unknown()
    .transform((given, ctx): unknown => {
      const nulls = isPlainObject(given) ? keys.filter((key) => given[key] === null) : [];
      if (nulls.length === 0) return given;
      return fault(
        ctx,
        'value_error',
        `Value error, The following keys must have non-null values: ${nulls.join(', ')}`,
      );
    })
    .pipe(schema);
}

export const datasetChangeBody = withoutNull(
  ['name', 'allow_extra_metadata', 'distribution'],
  model({
    name: name.optional(),
    guidelines: guidelines.nullish(),
    allow_extra_metadata: flag.optional(),
    distribution: distribution.optional(),
    metadata: dict.nullish(),
  }),
);
