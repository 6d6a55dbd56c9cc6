import type { AnsweredRecord } from '../../argilla/answered-records.ts';
import type { TaskNames } from '../../config/task-names.ts';
import { PrankError } from '../../lib/errors.ts';
import { explainFileError } from '../../lib/files/file-error.ts';

/** Groups of checks, in the order in which they are made. */
export const areas = ['machine', 'campaign', 'hub', 'space', 'argilla', 'raters', 'backup'] as const;
export type Area = (typeof areas)[number];

/** One thing that was checked. */
export interface Check {
  area: Area;
  /** Stable, for programs. */
  name: string;
  /** null = it could not be checked, for the reason in `why`. */
  ok: boolean | null;
  /** A sentence with the facts. */
  why: string;
  /** The command or page that fixes it, or makes the check possible; null if there is nothing to do. */
  fix: string | null;
  /** What `--repair` does about it; null = it needs a person. */
  repair: Repair | null;
  /** Answers may be lost or mixed up before a person acts. */
  atStake: boolean;
}

/** Repairs that need no confirmation: they lose nothing and can be repeated. */
export type Repair =
  | { type: 'protect-env' }
  | { type: 'take-over-lock' }
  | { type: 'remove-leftovers'; paths: string[] }
  | { type: 'wake-space' }
  /** `datasetId` = the dataset that Argilla must be able to index when it starts; null = Argilla is down anyway. */
  | { type: 'restart-space'; why: string; datasetId: string | null }
  | { type: 'write-task-names'; names: Partial<TaskNames> }
  | { type: 'add-members'; workspaceId: string; raters: { id: string; username: string }[] }
  | { type: 'index-anew'; datasetId: string; externalIds: string[] }
  | { type: 'fill-values'; datasetId: string; records: AnsweredRecord[] };

type Place = Pick<Check, 'area' | 'name'>;

export function fine(area: Area, name: string, why: string): Check {
  return { area, name, ok: true, why, fix: null, repair: null, atStake: false };
}

/** `fix` = what to type or where to go. */
export function finding(
  area: Area,
  name: string,
  why: string,
  fix: string | null,
  { repair = null, atStake = false }: Partial<Pick<Check, 'repair' | 'atStake'>> = {},
): Check {
  return { area, name, ok: false, why, fix, repair, atStake };
}

export function unseen(area: Area, name: string, why: string, fix: string | null = null): Check {
  return { area, name, ok: null, why, fix, repair: null, atStake: false };
}

/** Converts an error of prank or of the file system to a finding. Throws any other error, which is a bug. */
export function findingOf(place: Place, error: unknown): Check {
  const { message, hint } = knownError(error);
  return finding(place.area, place.name, message, hint);
}

/** Why something could not be checked, if that is not a finding by itself. Throws errors that are bugs. */
export function unseenOf(place: Place, error: unknown): Check {
  const { message, hint } = knownError(error);
  return unseen(place.area, place.name, message, hint);
}

function knownError(error: unknown): PrankError {
  const known = error instanceof PrankError ? error : explainFileError(error);
  if (known === null) throw error;
  return known;
}
