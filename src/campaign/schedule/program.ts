import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import type { Step } from '../../model.ts';

/** Where a scheduled run is to take prank from, as an organizer chooses it. */
export type ProgramChoice = { from: 'vendored' } | { from: 'npm' } | { from: 'git'; url: string; commit: string };

/** The same with all that a run needs to be sure that it got the very program. */
export type Program =
  | { from: 'vendored'; file: string; sha512: string }
  | { from: 'npm'; name: string; version: string; sha512: string }
  | { from: 'git'; url: string; commit: string };

export const vendored: ProgramChoice = { from: 'vendored' };

/**
 * `vendored`, `npm`, or `git+https://…#` with a whole commit id: a branch or a tag can be moved to other code later.
 * Throws UsageError `schedule_from_invalid`, `schedule_from_has_login`.
 */
export function parseProgramChoice(text: string): ProgramChoice {
  if (text === 'vendored' || text === 'npm') return { from: text };
  const [, address = '', commit = ''] = /^git\+(https:\/\/[^\s#]+)#(.*)$/su.exec(text) ?? [];
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw invalid(text, 'is none of vendored, npm and git+https://…#COMMIT');
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('schedule_from_has_login', 'The address after --from has a user or password in it.');
  }
  if (!/^[0-9a-f]{40}$/u.test(commit)) throw invalid(text, 'does not end in a commit id of 40 hex digits');
  return { from: 'git', url: url.href, commit };
}

/** As `parseProgramChoice` reads it. */
export function renderProgramChoice(choice: ProgramChoice): string {
  return choice.from === 'git' ? `git+${choice.url}#${choice.commit}` : choice.from;
}

function invalid(text: string, problem: string): UsageError {
  return new UsageError('schedule_from_invalid', `--from ${printable(text, 200)} ${problem}.`, {
    hint: 'Branches and tags are refused, because they can be moved to other code. Print the id of a commit with: git rev-parse HEAD',
  });
}

/** Name of the packed program beside prank.yaml; one for each campaign, so that none changes another's. */
export function programFile(campaign: string): string {
  return `prank-${campaign}.tgz`;
}

export function sha512Of(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

/** Whether two packed programs hold the same: versions of npm and Node compress to other bytes. */
export function isSameProgram(a: Buffer, b: Buffer): boolean {
  return a.equals(b) || inflate(a)?.equals(inflate(b) ?? Buffer.of()) === true;
}

/** null = no whole gzip file. */
function inflate(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes);
  } catch {
    return null;
  }
}

/** A file that is wanted, found or none, with what is to happen to it. */
export interface ProgramPlan {
  step: Step;
  /** What the file holds in the end; null = nothing. */
  bytes: Buffer | null;
}

/**
 * What becomes of the packed program; pure. `wanted` null = none is needed. `sha512` = what the workflow on disk says of
 * it; a file that is neither that nor the wanted one is somebody's own.
 */
export function planProgram(
  file: string,
  {
    wanted,
    found,
    sha512,
    force,
  }: { wanted: Buffer | null; found: Buffer | null; sha512: string | null; force: boolean },
): ProgramPlan | null {
  const target = `program ${file}`;
  if (found === null) {
    return wanted === null ? null : { step: { action: 'create', target, why: 'what the runs install' }, bytes: wanted };
  }
  if (wanted !== null && isSameProgram(found, wanted)) {
    return { step: { action: 'keep', target, why: 'is this program' }, bytes: found };
  }
  const isOurs = sha512Of(found) === sha512;
  if (!isOurs && wanted === null) return null;
  if (!isOurs && !force) return { step: { action: 'refuse', target, why: 'is not from prank schedule' }, bytes: found };
  return wanted === null
    ? { step: { action: 'delete', target, why: 'no run installs it' }, bytes: null }
    : { step: { action: 'update', target, why: 'prank itself has changed since' }, bytes: wanted };
}

/** Where the runs of a workflow keep the program, for a shell. */
export const programFolder = '"${RUNNER_TEMP:-/tmp}/prank-program"';

/**
 * Shell lines that fetch the program, verify it and install it with exactly the dependencies of its lock file, without
 * running any script of theirs; they need no secret. In front of `npm ci`, nothing of what they fetch is run: `npm
 * install FILE` would be shorter, but does not hold a lock file's integrities against what it downloads (npm 10 and 11).
 */
export function renderInstallation(program: Program): string[] {
  const start = [`mkdir -p ${programFolder}`];
  switch (program.from) {
    case 'vendored':
      return [verify(program.sha512, program.file), ...start, unpack(program.file), ...install];
    case 'npm': {
      const { name, version, sha512 } = program;
      const file = `${name}-${version}.tgz`;
      return [
        ...start,
        `cd ${programFolder}`,
        `npm pack --silent --ignore-scripts ${name}@${version}`,
        verify(sha512, file),
        unpack(file),
        ...install.slice(1),
      ];
    }
    case 'git': {
      const { commit } = program;
      return [
        ...start,
        `cd ${programFolder}`,
        'git init --quiet',
        `git fetch --quiet --depth 1 "$PRANK_REPOSITORY" ${commit}`,
        `git checkout --quiet --detach ${commit}`,
        'npm ci --ignore-scripts --no-audit --no-fund',
        'npm run --ignore-scripts build',
        link,
      ];
    }
  }
}

function verify(sha512: string, file: string): string {
  const message = `${file} is not the program that was scheduled. Run prank schedule --on github again, and commit what it writes.`;
  return `echo '${sha512}  ${file}' | sha512sum --check --strict || { echo '${message}'; exit 1; }`;
}

function unpack(file: string): string {
  return `tar -xzf ${file} -C ${programFolder} --strip-components 1`;
}

// Started under this name, prank calls itself so in its hints.
const link = 'ln -sf prank.js bin/prank';
const install = [`cd ${programFolder}`, 'npm ci --ignore-scripts --omit=dev --no-audit --no-fund', link];
