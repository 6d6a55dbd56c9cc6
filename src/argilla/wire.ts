import { z } from 'zod';

/** What Argilla 2.8 sends, as far as prank reads it, and what the rest of prank sees of it. Unknown keys are dropped. */

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
export type ArgillaWorkspace = z.output<typeof wireWorkspace>;

const userFields = z.object({
  id: uuid,
  username: z.string(),
  first_name: z.string().default(''),
  last_name: z.string().nullish(),
  role: z.enum(['owner', 'admin', 'annotator']),
});

function toUser({ first_name: firstName, last_name: lastName, ...user }: z.output<typeof userFields>) {
  return { ...user, firstName, lastName };
}

/** Without `api_key`: anyone who may list users sees all keys, and prank needs none of them. */
export const wireUser = userFields.transform(toUser);
export type ArgillaUser = z.output<typeof wireUser>;

/** A user that was just made, with their key. */
export const wireNewUser = userFields
  .extend({ api_key: z.string() })
  .transform(({ api_key: apiKey, ...user }) => ({ ...toUser(user), apiKey }));

export const wireDataset = z
  .object({
    id: uuid,
    name: z.string(),
    guidelines: z.string().nullable(),
    status: z.enum(['draft', 'ready']),
    distribution: z.object({ strategy: z.string(), min_submitted: z.int() }),
    workspace_id: uuid,
    last_activity_at: wireTimestamp,
    updated_at: wireTimestamp,
  })
  .transform(({ id, name, guidelines, status, distribution, ...wire }) => ({
    id,
    name,
    guidelines,
    status,
    minSubmitted: distribution.min_submitted,
    workspaceId: wire.workspace_id,
    lastActivityAt: wire.last_activity_at,
    updatedAt: wire.updated_at,
  }));
export type ArgillaDataset = z.output<typeof wireDataset>;

export const wireField = z.object({
  id: uuid,
  name: z.string(),
  title: z.string(),
  required: z.boolean(),
  settings: z.looseObject({ type: z.string() }),
});
export type ArgillaField = z.output<typeof wireField>;

export const wireQuestionSettings = z.looseObject({
  type: z.string(),
  options: z.array(z.looseObject({ value: z.union([z.number(), z.string()]) })).optional(),
});

export const wireQuestion = z.object({
  id: uuid,
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  required: z.boolean(),
  settings: wireQuestionSettings,
});
export type ArgillaQuestion = z.output<typeof wireQuestion>;

export const wireMetadataProperty = z
  .object({
    id: uuid,
    name: z.string(),
    title: z.string(),
    settings: z.looseObject({ type: z.string() }),
    visible_for_annotators: z.boolean(),
  })
  .transform(({ visible_for_annotators: visible, ...property }) => ({ ...property, visible }));
export type ArgillaMetadataProperty = z.output<typeof wireMetadataProperty>;

export const wireResponse = z
  .object({
    id: uuid,
    values: z.record(z.string(), z.object({ value: z.unknown() })).nullable(),
    status: z.enum(['submitted', 'discarded', 'draft']),
    user_id: uuid,
    inserted_at: wireTimestamp,
    updated_at: wireTimestamp,
  })
  .transform(({ id, values, status, ...wire }) => ({
    id,
    values,
    status,
    userId: wire.user_id,
    insertedAt: wire.inserted_at,
    updatedAt: wire.updated_at,
  }));
export type ArgillaResponse = z.output<typeof wireResponse>;

export const wireRecord = z
  .object({
    id: uuid,
    status: z.enum(['pending', 'completed']),
    external_id: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    responses: z.array(wireResponse).optional(),
  })
  .transform(({ external_id: externalId, ...record }) => ({ ...record, externalId }));
export type ArgillaRecord = z.output<typeof wireRecord>;

export const wireRecordPage = z.object({ items: z.array(wireRecord), total: z.int() });
export type ArgillaRecordPage = z.output<typeof wireRecordPage>;
