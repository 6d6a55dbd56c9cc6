import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { describeUnreadable } from '../lib/files/file-error.ts';
import { isMissingFile } from '../lib/files/missing-file.ts';
import { countCharacters } from '../lib/text/text.ts';
import type { Campaign } from '../model.ts';
import { invalidConfig } from './faults/fault.ts';
import type { Finding } from './faults/fault.ts';
import { examineConfig } from './parse-config.ts';
import { resolveConfig } from './resolve/resolve-config.ts';
import { brokenRule } from './rules/survey.ts';

const maxConfigBytes = 1_000_000;
/** Argilla takes no more. */
export const maxGuidelinesCharacters = 10_000;

export interface LoadOptions {
  /**
   * Looks elsewhere for the text of a guidelines file that does not exist, if prank.yaml names a backup and is otherwise
   * sound; null = it is not there either. `campaign` has no guidelines yet; `file` is an absolute path.
   */
  findGuidelines?: (campaign: Campaign, file: string) => Promise<string | null>;
}

/**
 * Reads a prank.yaml and its guidelines. Throws UsageError `config_missing`, `config_unreadable`, or `config_invalid`
 * with all faults at once.
 */
export async function loadCampaign(path: string, { findGuidelines }: LoadOptions = {}): Promise<Campaign> {
  const text = await readConfigText(path);
  const dir = dirname(resolve(path));
  const { written, faults, guidelines: guidelinesPath, place } = examineConfig(text);
  const guidelines = await readGuidelines(dir, guidelinesPath);
  const backup = written?.publish?.backup;
  if (written !== null && guidelines.missing !== null && backup !== undefined && findGuidelines !== undefined) {
    const campaign = resolveConfig(written, { dir, guidelines: null });
    const found = await findGuidelines(campaign, guidelines.missing);
    if (found !== null) return { ...campaign, task: { ...campaign.task, guidelines: found } };
    const problem = `is \`${guidelinesPath}\`, which is neither here nor in the backup ${backup}`;
    throw invalidConfig(path, noGuidelines(problem, writeOrRemove).findings.map(place));
  }
  const all = [...faults, ...guidelines.findings.map(place)];
  if (written === null || all.length > 0) throw invalidConfig(path, all);
  return resolveConfig(written, { dir, guidelines: guidelines.text });
}

async function readConfigText(path: string): Promise<string> {
  const read = await readTextFile(path, maxConfigBytes);
  if ('text' in read) return read.text;
  if (read.problem === isMissing) {
    throw new UsageError('config_missing', `${path} does not exist.`, {
      hint: `Make a campaign here with: ${prankCommand('init')}`,
    });
  }
  throw new UsageError('config_unreadable', `${path} ${read.problem}.`);
}

interface Guidelines {
  text: string | null;
  findings: Finding[];
  /** Absolute path of a file that does not exist; null = it does, or none is named. */
  missing: string | null;
}

const writeOrRemove = 'write the file, or remove the line';

async function readGuidelines(dir: string, path: string | null): Promise<Guidelines> {
  if (path === null) return { text: null, findings: [], missing: null };
  const file = resolve(dir, path);
  const read = await readTextFile(file, maxConfigBytes);
  if ('problem' in read) {
    const faulty = noGuidelines(`is \`${path}\`, which ${read.problem}`, writeOrRemove);
    return { ...faulty, missing: read.problem === isMissing ? file : null };
  }
  const characters = countCharacters(read.text);
  if (characters > maxGuidelinesCharacters) {
    return noGuidelines(
      `is \`${path}\` with ${characters} characters`,
      `Argilla takes ${maxGuidelinesCharacters} at most`,
    );
  }
  return { text: read.text.trim() === '' ? null : read.text, findings: [], missing: null };
}

function noGuidelines(problem: string, suggestion: string): Guidelines {
  return { text: null, findings: [brokenRule(['task', 'guidelines'], problem, suggestion)], missing: null };
}

const isMissing = 'does not exist';

/** The text of a file, or why it can't be read. */
async function readTextFile(path: string, maxBytes: number): Promise<{ text: string } | { problem: string }> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return { problem: `is larger than ${maxBytes / 1_000_000} MB` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    if (isMissingFile(error)) return { problem: isMissing };
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { problem: 'is not UTF-8 text' };
    if (code === 'EISDIR') return { problem: 'is a folder' };
    const reason = describeUnreadable(error);
    if (reason === null) throw error;
    return { problem: `can't be read: ${reason}` };
  }
}
