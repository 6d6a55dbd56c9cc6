import { createHash, createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { NewScheduledJob } from '../../hub/jobs.ts';
import { UsageError } from '../../lib/errors.ts';
import { quoteShellAlways } from '../../lib/text/shell-command.ts';

/** Everything that a scheduled job is made from. */
export interface JobSettings {
  /** Name of the campaign. */
  campaign: string;
  /** Dataset, `owner/name`. Two campaigns may share a name, but never a backup. */
  backup: string;
  cron: string;
  program: StoredProgram;
  /** The files in the job's folder: name → text. */
  files: Readonly<Record<string, string>>;
  /** Name → value, including HF_TOKEN. */
  secrets: Readonly<Record<string, string>>;
}

/** prank in the campaign's backup, from which a job installs it. */
export interface StoredProgram {
  /** Contains the hash, so that another version never takes its place. */
  path: string;
  /** Hex digits. */
  sha256: string;
  /** A commit of the backup that has it; null = none has it yet. */
  commit: string | null;
}

/** Labels that identify a job. */
export const jobLabels = { campaign: 'prank', backup: 'prank-backup', content: 'prank-content' } as const;

export const jobHardware = 'cpu-basic' as const;

const image = 'node:22-slim';
const timeoutMinutes = 60;
// Linux limits a variable of the environment to 128 KiB.
const maxPackedCharacters = 100_000;

/** The hash of a packed program, and its path in the backup. The same bytes have the same path. */
export function placeProgram(bytes: Uint8Array): Omit<StoredProgram, 'commit'> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, path: `${backupFolder}prank-${sha256.slice(0, 16)}.tgz` };
}

/** Folder of the programs in a backup. */
export const backupFolder = 'program/';

/** Describes the job. It has no checkout, so its environment holds the campaign's files, but never a secret. */
export function describeJob(settings: JobSettings): NewScheduledJob {
  const { campaign, backup, cron, program, files, secrets } = settings;
  const job = {
    schedule: cron,
    dockerImage: image,
    command: ['sh', '-ec', renderScript(backup, program, Object.keys(secrets))],
    flavor: jobHardware,
    timeoutSeconds: timeoutMinutes * 60,
  };
  const labels = {
    // Shown by the Hub's own command-line program.
    name: toLabel(`prank-sync-${campaign}`),
    [jobLabels.campaign]: toLabel(campaign),
    [jobLabels.backup]: toLabel(backup),
  };
  const content = sealOf({ job, labels, files }, secrets);
  return {
    ...job,
    environment: {
      PRANK_FILES: packFiles(files),
      // Not part of the content, because a later commit has the same program.
      ...(program.commit === null ? {} : { PRANK_PROGRAM_COMMIT: program.commit }),
    },
    secrets,
    labels: { ...labels, [jobLabels.content]: content },
  };
}

/** Text as the value of a label: letters, digits, `.`, `_` and `-`, at most 100 characters, and still unique. */
export function toLabel(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9._-]/gu, '-');
  if (safe === text && safe.length <= 100) return safe;
  return `${safe.slice(0, 80)}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/**
 * A text that changes with anything in the job, including its secrets, which the Hub does not return for a comparison.
 * Everybody who sees the job sees this text, so it is keyed with the token, which nobody can guess.
 */
function sealOf(content: object, secrets: JobSettings['secrets']): string {
  const text = JSON.stringify([content, secrets]);
  return createHmac('sha256', secrets['HF_TOKEN'] ?? '')
    .update(text)
    .digest('hex')
    .slice(0, 40);
}

function packFiles(files: JobSettings['files']): string {
  const packed = gzipSync(JSON.stringify(files), { level: 9 }).toString('base64');
  if (packed.length <= maxPackedCharacters) return packed;
  throw new UsageError(
    'schedule_too_large',
    'prank.yaml, guidelines and prank.lock.json are too large to be sent along with a job.',
  );
}

const unpack = [
  'const fs = require("node:fs");',
  'const packed = Buffer.from(process.env.PRANK_FILES, "base64");',
  'const files = JSON.parse(require("node:zlib").gunzipSync(packed).toString());',
  'for (const [name, text] of Object.entries(files)) fs.writeFileSync(name, text);',
].join(' ');

/**
 * Downloads by commit first. If forgetting a rater has dropped the backup's history, main has the same file, and the
 * hash proves it. `fetch` does not pass the token on to the storage that the Hub redirects to.
 */
function renderDownload(backup: string, { path, sha256 }: StoredProgram): string {
  const facts = JSON.stringify({ backup, path, sha256 });
  return [
    'const fs = require("node:fs");',
    `const { backup, path, sha256 } = ${facts};`,
    'const endpoint = process.env.HF_ENDPOINT || "https://huggingface.co";',
    'const headers = { authorization: "Bearer " + process.env.HF_TOKEN };',
    'const pause = (ms) => new Promise((done) => setTimeout(done, ms));',
    'async function get(revision, tries) {',
    '  for (let n = 1; ; n += 1) {',
    '    try {',
    '      const answer = await fetch(`${endpoint}/datasets/${backup}/resolve/${revision}/${path}`, { headers });',
    '      if (answer.status === 404) return null;',
    '      if (answer.ok) return Buffer.from(await answer.arrayBuffer());',
    '      throw new Error("the Hub answered with " + answer.status);',
    '    } catch (error) {',
    '      if (n === tries) throw error;',
    '      await pause(n * 2000);',
    '    }',
    '  }',
    '}',
    '(async () => {',
    '  const commit = process.env.PRANK_PROGRAM_COMMIT;',
    '  const bytes = (commit && (await get(commit, 5))) || (await get("main", 5));',
    '  const found = bytes && require("node:crypto").createHash("sha256").update(bytes).digest("hex");',
    '  if (found !== sha256) throw new Error(`${path} of ${backup} ${bytes ? "is not the program that was scheduled" : "is gone"}. Run prank schedule --on hub again.`);',
    '  fs.writeFileSync("prank.tgz", bytes);',
    '})().catch((error) => { console.error(error.message); process.exitCode = 1; });',
  ].join('\n');
}

/**
 * Only the download needs the token, and only prank itself the other secrets: before that, they are in no environment.
 */
function renderScript(backup: string, program: StoredProgram, secrets: readonly string[]): string {
  const work = '"${TMPDIR:-/tmp}/prank-job"';
  return [
    ...secrets.map((name) => `secret_${name}=$${name}; unset ${name}`),
    `mkdir -p ${work}/campaign ${work}/program`,
    `cd ${work}/program`,
    `HF_TOKEN=$secret_HF_TOKEN node -e ${quoteShellAlways(renderDownload(backup, program))}`,
    'tar -xzf prank.tgz --strip-components 1',
    // Any user that the container runs as may write there.
    'export npm_config_cache="${TMPDIR:-/tmp}/npm"',
    'npm ci --ignore-scripts --omit=dev --no-audit --no-fund',
    // prank calls itself by this name in its hints.
    'ln -sf prank.js bin/prank',
    'cd ../campaign',
    `node -e ${quoteShellAlways(unpack)}`,
    'unset PRANK_FILES',
    ...secrets.map((name) => `export ${name}="$secret_${name}"`),
    'exec node ../program/bin/prank sync',
  ].join('\n');
}
