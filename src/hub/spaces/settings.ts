import { z } from 'zod';
import type { HubConnection } from '../connection.ts';

/** Names of the secrets of a Space (`owner/name`). The Hub never returns their values. */
export async function listSecretKeys(hub: HubConnection, name: string): Promise<Set<string>> {
  const schema = z.record(z.string(), z.unknown());
  const secrets = await hub.request({ method: 'GET', path: `/api/spaces/${name}/secrets`, schema });
  return new Set(Object.keys(secrets));
}

/** Variables of a Space. On a public Space everybody can read them. */
export async function listVariables(hub: HubConnection, name: string): Promise<Map<string, string>> {
  const schema = z.record(z.string(), z.object({ value: z.string().nullish() }));
  const variables = await hub.request({ method: 'GET', path: `/api/spaces/${name}/variables`, schema });
  return new Map(Object.entries(variables).map(([key, { value }]) => [key, value ?? '']));
}

export interface Setting {
  key: string;
  value: string;
}

/** Sets a secret, which restarts the Space. */
export async function setSecret(hub: HubConnection, name: string, secret: Setting): Promise<void> {
  await set(hub, `/api/spaces/${name}/secrets`, secret, z.object({ [secret.key]: z.unknown() }));
}

/** Sets a variable, which restarts the Space. */
export async function setVariable(hub: HubConnection, name: string, { key, value }: Setting): Promise<void> {
  const schema = z.object({ [key]: z.object({ value: z.literal(value) }) });
  await set(hub, `/api/spaces/${name}/variables`, { key, value }, schema);
}

/** Setting a value is idempotent, so it is repeated after a lost response. The Hub returns all values. */
async function set(hub: HubConnection, path: string, { key, value }: Setting, schema: z.ZodType): Promise<void> {
  await hub.request({ method: 'POST', path, body: { key, value }, schema, repeatable: true });
}
