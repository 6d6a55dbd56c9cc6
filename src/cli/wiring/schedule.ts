import { readdir, realpath, rm } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { buildFiles } from '../../build/build-files.ts';
import type { ScheduleFiles } from '../../campaign/doctor/ports.ts';
import type { WorkflowPorts } from '../../campaign/schedule/github.ts';
import type { JobPorts } from '../../campaign/schedule/hub.ts';
import { programFile } from '../../campaign/schedule/program.ts';
import { findGitRoot } from '../../folder/git-root.ts';
import { splitAddress } from '../../lib/secrets/address.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { nullIfMissing } from '../../lib/files/missing-file.ts';
import { readBytesIfPresent, readTextIfPresent } from '../../lib/files/read-text.ts';
import { systemClock } from '../../lib/retry.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Campaign } from '../../model.ts';
import type { Context } from '../context.ts';
import type { Io } from '../io.ts';

/** What scheduling on GitHub needs of the disk. */
export function createWorkflowPorts(context: Context, { dir }: Campaign): WorkflowPorts {
  return {
    locate: async () => ({
      root: await findGitRoot(dir),
      dir: await realpath(dir),
      configName: basename(configPath(context.io, context.globals.config, dir)),
    }),
    join: (root, path) => join(root, ...path.split('/')),
    relate: (root, folder) => relative(root, folder).split(sep).join('/'),
    readText: readTextIfPresent,
    readBytes: readBytesIfPresent,
    writeFile: (path, content) => writeFileWhole(path, content),
    removeFile: (path) => rm(path),
    hasServerLogin: () => hasServerLogin(context, dir),
    packProgram: async () => (await import('./pack-program.ts')).packProgram(context.io.env),
    fetchPackage: async (name, version) =>
      (await import('./pack-program.ts')).fetchPackage(name, version, context.io.env),
  };
}

/** What a doctor looks at: every workflow of the repository, and the packed program. */
export async function readScheduleFiles({ dir, name }: Campaign): Promise<ScheduleFiles> {
  const root = (await findGitRoot(dir)) ?? dir;
  const folder = join(root, '.github', 'workflows');
  const names = ((await readdir(folder).catch(nullIfMissing)) ?? [])
    .filter((file) => /\.ya?ml$/u.test(file))
    .toSorted(compareText);
  const read = names.map(async (file): Promise<[string, string]> => [
    `.github/workflows/${file}`,
    (await readTextIfPresent(join(folder, file))) ?? '',
  ]);
  return {
    workflows: new Map(await Promise.all(read)),
    program: await readBytesIfPresent(join(dir, programFile(name))),
  };
}

/** What scheduling on the Hub needs of the campaign's folder and of the Hub. */
export async function createJobPorts(context: Context, { dir, task, publish }: Campaign): Promise<JobPorts> {
  return {
    hub: await context.openHub({ dir, resource: `datasets/${publish?.backup ?? ''}` }),
    async readSecret(name) {
      if (name !== 'HF_TOKEN') return context.readSetting(dir, name);
      const { readLastingToken } = await import('./open-hub.ts');
      return (await readLastingToken(context, dir)) ?? undefined;
    },
    async readFiles() {
      const { readPortableConfig } = await import('../../config/portable-config.ts');
      const files = await readPortableConfig(configPath(context.io, context.globals.config, dir), task.guidelines);
      // With it, a run notices prompts that are not those of the last build.
      const lock = await readTextIfPresent(buildFiles(dir).lock.absolutePath);
      return lock === null ? files : { ...files, 'prank.lock.json': lock };
    },
    hasServerLogin: () => hasServerLogin(context, dir),
    packProgram: async () => (await import('./pack-program.ts')).packProgram(context.io.env),
    clock: systemClock,
  };
}

async function hasServerLogin(context: Context, dir: string): Promise<boolean> {
  const written = (await context.readSetting(dir, 'ARGILLA_API_URL')) ?? '';
  return (splitAddress(written)?.login ?? null) !== null;
}

function configPath({ cwd }: Io, named: string | undefined, dir: string): string {
  return named === undefined ? join(dir, 'prank.yaml') : resolve(cwd, named);
}
