import { z } from 'zod';

/** What Argilla 2.8 sends, as far as prank reads it. Unknown keys are dropped. */

const uuid = z.string().min(1);

/**
 * A UTC time without a zone, in microseconds, which Argilla omits if they are zero. Becomes ISO 8601 with all six
 * digits and Z, so that texts sort like times.
 */
export const wireTimestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z?$/, 'is not a UTC time')
  .transform((text) => {
    const [seconds = '', fraction = ''] = text.replace('Z', '').split('.');
    return `${seconds}.${fraction.padEnd(6, '0')}Z`;
  });

export function wireItems<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}

export const wireWorkspace = z.object({ id: uuid, name: z.string() });
export type WireWorkspace = z.output<typeof wireWorkspace>;

/** Without `api_key`: anyone who may list users sees all keys, and prank needs none of them. */
export const wireUser = z.object({
  id: uuid,
  username: z.string(),
  first_name: z.string().default(''),
  last_name: z.string().nullish(),
  role: z.enum(['owner', 'admin', 'annotator']),
});
export type WireUser = z.output<typeof wireUser>;

export const wireDataset = z.object({
  id: uuid,
  name: z.string(),
  guidelines: z.string().nullable(),
  status: z.enum(['draft', 'ready']),
  distribution: z.object({ strategy: z.string(), min_submitted: z.int() }),
  workspace_id: uuid,
  last_activity_at: wireTimestamp,
  updated_at: wireTimestamp,
});
export type WireDataset = z.output<typeof wireDataset>;

export const wireField = z.object({
  id: uuid,
  name: z.string(),
  title: z.string(),
  required: z.boolean(),
  settings: z.looseObject({ type: z.string() }),
});
export type WireField = z.output<typeof wireField>;

export const wireQuestion = z.object({
  id: uuid,
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  required: z.boolean(),
  settings: z.looseObject({
    type: z.string(),
    options: z.array(z.looseObject({ value: z.union([z.number(), z.string()]) })).optional(),
  }),
});
export type WireQuestion = z.output<typeof wireQuestion>;

export const wireMetadataProperty = z.object({
  id: uuid,
  name: z.string(),
  title: z.string(),
  settings: z.looseObject({ type: z.string() }),
  visible_for_annotators: z.boolean(),
});
export type WireMetadataProperty = z.output<typeof wireMetadataProperty>;

export const wireResponse = z.object({
  id: uuid,
  values: z.record(z.string(), z.object({ value: z.unknown() })).nullable(),
  status: z.enum(['submitted', 'discarded', 'draft']),
  user_id: uuid,
  inserted_at: wireTimestamp,
  updated_at: wireTimestamp,
});
export type WireResponse = z.output<typeof wireResponse>;

export const wireRecord = z.object({
  id: uuid,
  status: z.enum(['pending', 'completed']),
  external_id: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  responses: z.array(wireResponse).optional(),
});
export type WireRecord = z.output<typeof wireRecord>;

export const wireRecordPage = z.object({ items: z.array(wireRecord), total: z.int() });
export type WireRecordPage = z.output<typeof wireRecordPage>;
