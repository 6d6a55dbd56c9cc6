import { z } from 'zod';
import type { Clock } from '../../lib/retry.ts';
import { hasUnknownOutcome } from '../repos/commit.ts';
import type { HubConnection } from '../connection.ts';
import { HubHttpError, isMissing } from '../http-error.ts';
import { createRepository } from '../repos/create.ts';

/** A Space as a repository. For what it runs, see runtime.ts. */
export interface SpaceInfo {
  /** Newest commit of main. */
  commit: string;
  /** `docker`, `gradio`, `static` …; null if its README doesn't say. */
  sdk: string | null;
  tags: string[];
  /** Paths of all files. */
  files: string[];
  private: boolean;
  /** The app's URL, without a trailing slash. */
  url: string;
}

const wireSpace = z.object({
  sha: z.string(),
  sdk: z.string().nullish(),
  private: z.boolean().default(false),
  tags: z.array(z.string()).nullish(),
  cardData: z.object({ tags: z.union([z.string(), z.array(z.string())]).nullish() }).nullish(),
  siblings: z.array(z.object({ rfilename: z.string() })).default([]),
  host: z.string().nullish(),
});

/** null if there is no such Space, or none that this token may see. `name` is `owner/name`, here and below. */
export async function findSpace(hub: HubConnection, name: string): Promise<SpaceInfo | null> {
  try {
    const { sha, sdk, siblings, host, ...wire } = await hub.request({
      method: 'GET',
      path: `/api/spaces/${name}`,
      schema: wireSpace,
    });
    return {
      commit: sha,
      sdk: sdk ?? null,
      tags: [...(wire.tags ?? []), ...[wire.cardData?.tags ?? []].flat()],
      files: siblings.map(({ rfilename }) => rfilename),
      private: wire.private,
      url: toUrl(host ?? null, name),
    };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function toUrl(host: string | null, name: string): string {
  if (host === null || host === '') return guessSpaceUrl(name);
  return (host.includes('://') ? host : `https://${host}`).replace(/\/+$/u, '');
}

/** A Space's URL if the Hub doesn't return one; by the rule of the Argilla SDK. */
export function guessSpaceUrl(name: string): string {
  const parts = name.split('/').map((part) =>
    part
      .replaceAll(/[^A-Za-z0-9-]/gu, '-')
      .toLowerCase()
      .replaceAll(/^-+|-+$/gu, ''),
  );
  return `https://${parts.join('-')}.hf.space`;
}

/** A volume mounted into a Space. */
export interface SpaceVolume {
  /** `bucket`, `dataset`, `model` or `space`. */
  type: string;
  source: string;
  mountPath: string;
  /** Folder of the source; default: all of it. */
  path?: string;
  revision?: string;
  readOnly?: boolean;
}

/** Everything a Space gets when it is created. Setting it later would cost a restart each. */
export interface NewSpace {
  name: string;
  hardware: string;
  /** null = the Hub's default for this hardware; -1 = never. */
  sleepSeconds: number | null;
  secrets: Readonly<Record<string, string>>;
  variables: Readonly<Record<string, string>>;
  volumes: readonly SpaceVolume[];
}

/**
 * Creates a public static Space, which is free for everyone, with these text files in its first commit. If a Space of
 * this name exists, whoever made it, it stays unchanged: check it afterwards.
 */
export async function createStaticSpace(
  hub: HubConnection,
  name: string,
  files: readonly { path: string; content: string }[],
): Promise<void> {
  await createRepository(hub, {
    repo: { type: 'space', name },
    visibility: 'public',
    sdk: 'static',
    files: files.map(({ path, content }) => ({ path, content: new Blob([content]) })),
  });
}

const maxTries = 5;

const duplicated = z.object({ url: z.string() });

/**
 * Creates a Space as a copy of another one. A Space of this name may already exist, because an earlier response was
 * lost. true = this call certainly created it; otherwise check what is there.
 */
export async function duplicateSpace(
  hub: HubConnection,
  from: string,
  space: NewSpace,
  clock: Pick<Clock, 'sleep'>,
): Promise<boolean> {
  const { name, hardware, sleepSeconds, secrets, variables, volumes } = space;
  const body = {
    repository: name,
    visibility: 'public',
    hardware,
    ...(sleepSeconds === null ? {} : { sleepTimeSeconds: sleepSeconds }),
    secrets: toPairs(secrets),
    variables: toPairs(variables),
    ...(volumes.length === 0 ? {} : { volumes }),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await hub.request({ method: 'POST', path: `/api/spaces/${from}/duplicate`, body, schema: duplicated });
      return true;
    } catch (error) {
      // 409 also means that another change is in progress.
      const isTaken = error instanceof HubHttpError && error.status === 409;
      if (!isTaken && !hasUnknownOutcome(error)) throw error;
      if ((await findSpace(hub, name)) !== null) return false;
      if (attempt === maxTries) throw error;
      await clock.sleep(attempt * 1000);
    }
  }
}

function toPairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
