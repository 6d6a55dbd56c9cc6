import type { BuildPorts } from '../../campaign/build.ts';
import { cacheFolder } from '../../hub/token.ts';
import type { Campaign } from '../../model.ts';
import type { Context } from '../context.ts';

/** The Hub for sources that are datasets there; public ones need no token. */
export function createBuildPorts(context: Context, { dir }: Campaign): BuildPorts {
  return {
    openHub: () => context.openHub({ dir, resource: context.io.env['HF_OIDC_RESOURCE'] ?? '', anonymous: true }),
    signal: context.signal,
    machine: { env: context.io.env, node: process.execPath },
    cacheDir: cacheFolder((name) => context.io.env[name]),
  };
}
