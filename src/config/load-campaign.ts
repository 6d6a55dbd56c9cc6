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
const maxGuidelinesCharacters = 10_000;

/**
 * Reads a prank.yaml and its guidelines. Throws UsageError `config_missing`, `config_unreadable`, or `config_invalid`
 * with all faults at once.
 */
export async function loadCampaign(path: string): Promise<Campaign> {
  const text = await readConfigText(path);
  const dir = dirname(resolve(path));
  const { written, faults, guidelines: guidelinesPath, place } = examineConfig(text);
  const guidelines = await readGuidelines(dir, guidelinesPath);
  const all = [...faults, ...guidelines.findings.map(place)];
  if (written === null || all.length > 0) throw invalidConfig(path, all);
  return resolveConfig(written, { dir, guidelines: guidelines.text });
}

async function readConfigText(path: string): Promise<string> {
  const read = await readTextFile(path, maxConfigBytes);
  if ('text' in read) return read.text;
  if (read.problem === 'does not exist') {
    throw new UsageError('config_missing', `${path} does not exist.`, {
      hint: `Make a campaign here with: ${prankCommand('init')}`,
    });
  }
  throw new UsageError('config_unreadable', `${path} ${read.problem}.`);
}

interface Guidelines {
  text: string | null;
  findings: Finding[];
}

async function readGuidelines(dir: string, path: string | null): Promise<Guidelines> {
  if (path === null) return { text: null, findings: [] };
  const read = await readTextFile(resolve(dir, path), maxConfigBytes);
  if ('problem' in read)
    return noGuidelines(`is \`${path}\`, which ${read.problem}`, 'write the file, or remove the line');
  const characters = countCharacters(read.text);
  if (characters > maxGuidelinesCharacters) {
    return noGuidelines(
      `is \`${path}\` with ${characters} characters`,
      `Argilla takes ${maxGuidelinesCharacters} at most`,
    );
  }
  return { text: read.text.trim() === '' ? null : read.text, findings: [] };
}

function noGuidelines(problem: string, suggestion: string): Guidelines {
  return { text: null, findings: [brokenRule(['task', 'guidelines'], problem, suggestion)] };
}

/** The text of a file, or why it can't be read. */
async function readTextFile(path: string, maxBytes: number): Promise<{ text: string } | { problem: string }> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return { problem: `is larger than ${maxBytes / 1_000_000} MB` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    if (isMissingFile(error)) return { problem: 'does not exist' };
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { problem: 'is not UTF-8 text' };
    if (code === 'EISDIR') return { problem: 'is a folder' };
    const reason = describeUnreadable(error);
    if (reason === null) throw error;
    return { problem: `can't be read: ${reason}` };
  }
}
