import { readFile, realpath, rm } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { buildFiles } from '../build/build-files.ts';
import type { WorkflowPorts } from '../campaign/schedule-github.ts';
import type { JobPorts } from '../campaign/schedule-hub.ts';
import { findGitRoot } from '../config/git-root.ts';
import { writeFileWhole } from '../lib/atomic-file.ts';
import { UsageError } from '../lib/errors.ts';
import { systemClock } from '../lib/retry.ts';
import type { Campaign } from '../model.ts';
import type { Context } from './context.ts';

/** What scheduling on GitHub needs of the disk. */
export function createWorkflowPorts({ globals }: Context, { dir }: Campaign): WorkflowPorts {
  return {
    locate: async () => ({
      root: await findGitRoot(dir),
      dir: await realpath(dir),
      configName: basename(configPath(globals.config, dir)),
    }),
    join: (root, path) => join(root, ...path.split('/')),
    relate: (root, folder) => relative(root, folder).split(sep).join('/'),
    readText,
    writeText: (path, text) => writeFileWhole(path, text),
    removeFile: (path) => rm(path),
  };
}

/** What scheduling on the Hub needs of the campaign's folder and of the Hub. */
export async function createJobPorts(context: Context, { dir, task, publish }: Campaign): Promise<JobPorts> {
  return {
    hub: await context.openHub({ dir, resource: `datasets/${publish?.backup ?? ''}` }),
    async readSecret(name) {
      if (name !== 'HF_TOKEN') return context.readSetting(dir, name);
      const { readLastingToken } = await import('./hub-connection.ts');
      return (await readLastingToken(context, dir)) ?? undefined;
    },
    async readFiles() {
      const { readPortableConfig } = await import('../config/portable-config.ts');
      const files = await readPortableConfig(configPath(context.globals.config, dir), task.guidelines);
      // With it, a run notices prompts that are not those of the last build.
      const lock = await readText(buildFiles(dir).lock.absolutePath);
      return lock === null ? files : { ...files, 'prank.lock.json': lock };
    },
    clock: systemClock,
  };
}

function configPath(named: string | undefined, dir: string): string {
  return named === undefined ? join(dir, 'prank.yaml') : resolve(named);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UsageError('file_unreadable', `${path} can't be read (${String(code)}).`, {
      hint: 'Look at what is there, and move it away.',
      cause: error,
    });
  }
}
