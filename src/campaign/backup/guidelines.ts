import { relative } from 'node:path';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { PermissionError } from '../../lib/errors.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import { countCharacters } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import { maxGuidelinesCharacters } from '../../config/load-campaign.ts';
import type { OpenCampaign } from '../open/types.ts';
import { openBackedUp } from './open-backup.ts';
import { placeOf, readBackupFile } from './repository.ts';
import { parseSettings } from './settings.ts';

/** A guidelines file that prank.yaml names and that is not here, with its text from the backup. */
export interface BackedUpGuidelines {
  /** Absolute path. */
  file: string;
  text: string;
}

/**
 * The text of the guidelines in the campaign's backup; null = it has none. Throws the errors of a backup that can't be
 * read.
 */
export async function findBackedUpGuidelines(campaign: OpenCampaign, file: string): Promise<string | null> {
  try {
    const opened = await openBackedUp(campaign, campaign.emit);
    const path = opened?.view.manifest?.current.settings ?? null;
    if (opened === null || path === null) return null;
    const { target, view } = opened;
    const { guidelines } = parseSettings(await readBackupFile(target, view, path), placeOf(target, path)).task;
    return guidelines === null || countCharacters(guidelines) > maxGuidelinesCharacters ? null : guidelines;
  } catch (error) {
    if (!(error instanceof PermissionError)) throw error;
    const { code, hint, details } = error;
    const why = `${file} is not here, and its text in the backup can't be read`;
    throw new PermissionError(code, `${why}: ${error.message}`, { hint, details, cause: error });
  }
}

/** Writes the file unless it is there by now, or lies outside of the campaign's folder. */
export async function keepGuidelines(dir: string, { file, text }: BackedUpGuidelines, emit: Emit): Promise<void> {
  if (relative(dir, file).startsWith('..') || (await isPresent(file))) return;
  await writeFileWhole(file, text);
  emit({ type: 'info', text: `${file} was missing; its text came from the backup.` });
}
