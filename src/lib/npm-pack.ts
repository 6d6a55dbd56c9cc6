import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { RemoteError, UsageError } from './errors.ts';
import { packageFile } from './files/package-root.ts';
import { withScratchFolder } from './files/scratch-folder.ts';
import { envWithoutSecrets } from './secrets/env-without-secrets.ts';
import type { Environment } from './environment.ts';

/** A package as `npm pack` makes it. */
export interface PackedProgram {
  name: string;
  version: string;
  bytes: Buffer;
}

const packedFiles = z.array(z.object({ name: z.string(), version: z.string(), filename: z.string() })).min(1);

/** This prank as `npm pack` makes it. No script runs, and npm sees no secret. Throws UsageError `npm_unusable`. */
export async function packProgram(env: Environment): Promise<PackedProgram> {
  try {
    return await pack(packageFile(), env);
  } catch (error) {
    throw new UsageError('npm_unusable', `npm could not pack prank (${shortReason(error)}).`, { cause: error });
  }
}

/** The package as the registry of npm has it; null = it has none of this name and version. Throws RemoteError `npm_failed`. */
export async function fetchPackage(name: string, version: string, env: Environment): Promise<Buffer | null> {
  try {
    return (await pack(`${name}@${version}`, env)).bytes;
  } catch (error) {
    if (/E404|ETARGET|ENOVERSIONS/u.test(stderrOf(error))) return null;
    throw new RemoteError('npm_failed', `npm could not fetch ${name}@${version} (${shortReason(error)}).`, {
      cause: error,
    });
  }
}

/** npm runs in a folder of its own: settings in the campaign's folder are not ours. */
async function pack(what: string, env: Environment): Promise<PackedProgram> {
  return withScratchFolder(async (dir) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const args = ['pack', '--json', '--ignore-scripts', '--loglevel', 'error', '--pack-destination', '.', what];
    const options = { cwd: dir, env: envWithoutSecrets(env), shell: process.platform === 'win32' };
    const { stdout } = await promisify(execFile)(npm, args, options);
    const [packed] = packedFiles.parse(JSON.parse(stdout));
    if (packed === undefined) throw new Error('npm packed nothing');
    const { name, version, filename } = packed;
    return { name, version, bytes: await readFile(join(dir, filename)) };
  });
}

function stderrOf(error: unknown): string {
  return error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
}

function shortReason(error: unknown): string {
  const said = /npm (?:error|ERR!) (?:code )?(.+)/u.exec(stderrOf(error))?.[1];
  return said ?? (error instanceof Error && 'code' in error ? String(error.code) : String(error));
}
