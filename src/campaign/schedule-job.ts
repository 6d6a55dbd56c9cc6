import { createHash, createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { NewScheduledJob } from '../hub/jobs.ts';
import { UsageError } from '../lib/errors.ts';
import { quoteShell } from '../lib/shell-command.ts';

/** All that a scheduled job is made from. */
export interface JobSettings {
  /** Name of the campaign. */
  campaign: string;
  /** Dataset, `owner/name`: two campaigns may have one name, but never one backup. */
  backup: string;
  cron: string;
  version: string;
  /** What it finds in its folder: name → text. */
  files: Readonly<Record<string, string>>;
  /** Name → value; HF_TOKEN is among them. */
  secrets: Readonly<Record<string, string>>;
}

/** Labels by which a job is found again. */
export const jobLabels = { campaign: 'prank', backup: 'prank-backup', content: 'prank-content' } as const;

export const jobHardware = 'cpu-basic';

const image = 'node:22-slim';
const timeoutMinutes = 60;
// One variable of the environment may have 128 KiB on Linux.
const maxPackedCharacters = 100_000;

/** The job has no checkout, so it brings the campaign's files along in its environment; secrets never stand there. */
export function describeJob(settings: JobSettings): NewScheduledJob {
  const { campaign, backup, cron, version, files, secrets } = settings;
  const job = {
    schedule: cron,
    dockerImage: image,
    command: ['sh', '-ec', renderScript(version)],
    flavor: jobHardware,
    timeoutSeconds: timeoutMinutes * 60,
  };
  const labels = {
    // Shown by the Hub's own program.
    name: toLabel(`prank-sync-${campaign}`),
    [jobLabels.campaign]: toLabel(campaign),
    [jobLabels.backup]: toLabel(backup),
  };
  const content = sealOf({ job, labels, files }, secrets);
  return {
    ...job,
    environment: { PRANK_FILES: packFiles(files) },
    secrets,
    labels: { ...labels, [jobLabels.content]: content },
  };
}

/** Text as the value of a label: letters, digits, `.`, `_` and `-`, at most 100, and still one of a kind. */
export function toLabel(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9._-]/gu, '-');
  if (safe === text && safe.length <= 100) return safe;
  return `${safe.slice(0, 80)}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/**
 * One text that changes when anything of the job does, its secrets included: the Hub does not give them back to
 * compare. Everybody who sees the job sees it too, so it is sealed with the token, which nobody can guess.
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
    {
      hint: 'Shorten the guidelines, or let GitHub run it:  prank schedule --on github',
    },
  );
}

const unpack = [
  'const fs = require("node:fs");',
  'const packed = Buffer.from(process.env.PRANK_FILES, "base64");',
  'const files = JSON.parse(require("node:zlib").gunzipSync(packed).toString());',
  'for (const [name, text] of Object.entries(files)) fs.writeFileSync(name, text);',
].join(' ');

function renderScript(version: string): string {
  return [
    'mkdir -p "${TMPDIR:-/tmp}/campaign"',
    'cd "${TMPDIR:-/tmp}/campaign"',
    `node -e ${quoteShell(unpack)}`,
    'unset PRANK_FILES',
    // Whoever the container runs as may write there.
    'export npm_config_cache="${TMPDIR:-/tmp}/npm"',
    `exec npx --yes ${quoteShell(`prank@${version}`)} sync`,
  ].join('\n');
}
