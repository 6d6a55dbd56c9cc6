import { expect } from 'vitest';
import type { PrankRun } from './run-prank.ts';
import type { SpaceCampaign } from './space-campaign.ts';

/** Expects no secret in any output or commit, and none in a place where it doesn't belong. */
export function expectNoLeak({ hub, outputs, space }: SpaceCampaign, env: NodeJS.Dict<string>): void {
  const { ARGILLA_API_KEY: key = '', ARGILLA_PASSWORD: password = '' } = env;
  const born = hub.hasRepo('space', space) ? Object.entries(hub.space(space).secrets) : [];
  const hidden = born.flatMap(([name, secret]) => (name === 'USERNAME' ? [] : [secret]));
  const committed = hub.hasRepo('space', space)
    ? hub
        .repo('space', space)
        .files()
        .map((path) => hub.repo('space', space).read(path).toString())
    : [];
  const shown = [...outputs, ...committed].join('\n');
  for (const secret of ['hf_organizer', key, password, ...hidden]) {
    if (secret !== '') expect(shown).not.toContain(secret);
  }
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
  for (const { origin, headers, authorization } of hub.requests) {
    if (origin !== 'hub') expect(authorization ?? '').not.toContain('hf_organizer');
    if (origin !== 'space') expect(headers['x-argilla-api-key']).toBeUndefined();
  }
}

/** Requests to the Hub that could change something. */
export function changesOf({ hub }: SpaceCampaign): string[] {
  return hub.requests
    .filter(({ origin, method }) => origin === 'hub' && method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);
}

/** `action target` of every step in a command's --json output. */
export function actionsOf(data: Record<string, unknown>): string[] {
  if (!Array.isArray(data['steps'])) throw new Error('no steps');
  return data['steps'].map((step: { action: string; target: string }) => `${step.action} ${step.target}`);
}

/** The error in a failed command's --json output. */
export function errorOf({ stdout }: PrankRun): Record<string, unknown> {
  const document: { error: Record<string, unknown> } = JSON.parse(stdout);
  return document.error;
}
