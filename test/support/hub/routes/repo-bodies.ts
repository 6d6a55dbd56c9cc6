import { z } from 'zod';

const keyValue = z.strictObject({ key: z.string().min(1), value: z.string(), description: z.string().optional() });

export const volumeBody = z.strictObject({
  type: z.enum(['bucket', 'model', 'dataset', 'space']),
  source: z.string().regex(/^[^/]+\/[^/]+$/u),
  mountPath: z.string().startsWith('/'),
  revision: z.string().optional(),
  readOnly: z.boolean().optional(),
  path: z.string().optional(),
});

/** Secrets and variables are sent one at a time, in the same shape. */
export const keyValueBody = keyValue;

export const spaceSetup = {
  hardware: z.string().optional(),
  sleepTimeSeconds: z.int().min(-1).optional(),
  secrets: z.array(keyValue).optional(),
  variables: z.array(keyValue).optional(),
  volumes: z.array(volumeBody).optional(),
};

export const createBody = z.strictObject({
  type: z.enum(['model', 'dataset', 'space']).default('model'),
  name: z.string().regex(/^[\w.-]{1,96}$/u),
  organization: z.string().nullish(),
  visibility: z.enum(['public', 'private', 'protected']).optional(),
  private: z.boolean().optional(),
  region: z.enum(['us', 'eu']).optional(),
  license: z.string().optional(),
  resourceGroupId: z.string().optional(),
  files: z
    .array(z.strictObject({ path: z.string(), content: z.string(), encoding: z.enum(['utf-8', 'base64']).optional() }))
    .optional(),
  sdk: z.enum(['docker', 'static', 'gradio']).optional(),
  ...spaceSetup,
  template: z.string().optional(),
  short_description: z.string().optional(),
});

export const duplicateBody = z.strictObject({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/u),
  visibility: z.enum(['public', 'private', 'protected']).optional(),
  private: z.boolean().optional(),
  resourceGroupId: z.string().optional(),
  ...spaceSetup,
});

export const deleteBody = z.strictObject({
  type: z.enum(['model', 'dataset', 'space']).default('model'),
  name: z.string(),
  organization: z.string().nullish(),
});

export const settingsBody = z.strictObject({
  visibility: z.enum(['public', 'private', 'protected']).optional(),
  private: z.boolean().optional(),
  gated: z.union([z.enum(['auto', 'manual']), z.literal(false)]).optional(),
  discussionsDisabled: z.boolean().optional(),
});
