import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import type { Step } from '../../model.ts';

/** Where a scheduled run gets prank from, as an organizer chooses it. */
export type ProgramChoice = { from: 'vendored' } | { from: 'npm' } | { from: 'git'; url: string; commit: string };

/** The same, with all that a run needs to verify the program. */
export type Program =
  | { from: 'vendored'; file: string; sha512: string }
  | { from: 'npm'; name: string; version: string; sha512: string }
  | { from: 'git'; url: string; commit: string };

export const vendored: ProgramChoice = { from: 'vendored' };

/**
 * Parses `vendored`, `npm`, or `git+https://…#` with a full commit id: a branch or a tag can be moved to other code
 * later. Throws UsageError `schedule_from_invalid`, `schedule_from_has_login`.
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

/** In the form that `parseProgramChoice` reads. */
export function renderProgramChoice(choice: ProgramChoice): string {
  return choice.from === 'git' ? `git+${choice.url}#${choice.commit}` : choice.from;
}

function invalid(text: string, problem: string): UsageError {
  return new UsageError('schedule_from_invalid', `--from ${printable(text, 200)} ${problem}.`, {
    hint: 'Branches and tags are refused, because they can be moved to other code. Print the id of a commit with: git rev-parse HEAD',
  });
}

/** Name of the packed program beside prank.yaml. Each campaign has its own, so that none changes another's. */
export function programFile(campaign: string): string {
  return `prank-${campaign}.tgz`;
}

export function sha512Of(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

/** Whether two packed programs have the same content, which other versions of npm and Node compress to other bytes. */
export function isSameProgram(a: Buffer, b: Buffer): boolean {
  return a.equals(b) || inflate(a)?.equals(inflate(b) ?? Buffer.of()) === true;
}

/** null = not a complete gzip file. */
function inflate(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes);
  } catch {
    return null;
  }
}

/** What to do with the file of a packed program. */
export interface ProgramPlan {
  step: Step;
  /** The content of the file afterwards; null = no file. */
  bytes: Buffer | null;
}

/**
 * Decides what happens to the packed program; pure. `wanted` null = none is needed. `sha512` = its hash in the workflow
 * on disk; a file that is neither that one nor the wanted one is somebody's own.
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

/** Where the runs of a workflow keep the program, quoted for a shell. */
export const programFolder = '"${RUNNER_TEMP:-/tmp}/prank-program"';

/**
 * Shell lines that fetch the program, verify it, and install it with exactly the dependencies of its lock file, without
 * running any script of theirs. They need no secret. Before `npm ci`, they run nothing of what they fetch. `npm install
 * FILE` would be shorter, but does not check its downloads against a lock file's integrities (npm 10 and 11).
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

// prank calls itself by this name in its hints.
const link = 'ln -sf prank.js bin/prank';
const install = [`cd ${programFolder}`, 'npm ci --ignore-scripts --omit=dev --no-audit --no-fund', link];
