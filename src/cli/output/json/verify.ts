import type { ReleaseDifference, VerifyResult } from '../../../campaign/verify.ts';
import { PartialError } from '../../../lib/errors.ts';
import { countOf } from '../../../lib/text/numbers.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `verify --json`, and `details` of its failure. */
export function toVerifyData({ same, rows, differences, changes }: VerifyResult): CommandData<'verify'> {
  return { same, rows, differences, changes: changes === null ? null : toChangesData(changes) };
}

function toChangesData({ moved, ...changes }: ReleaseDifference) {
  return { ...changes, moved: moved.map(({ id, from, to }) => ({ id, from: toFigures(from), to: toFigures(to) })) };
}

function toFigures({ rank, score, scoreLow, scoreHigh }: ReleaseDifference['moved'][number]['from']) {
  return { rank, score, score_low: scoreLow, score_high: scoreHigh };
}

/** null = everything is the same. */
export function toVerifyFailure(result: VerifyResult): PartialError | null {
  if (result.same) return null;
  const files = new Set(result.differences.map(({ file }) => file)).size;
  return new PartialError(
    'release_differs',
    `The release differs from what its own answers give: ${countOf(result.differences.length, 'difference')} in ${countOf(files, 'file')}.`,
    { details: toVerifyData(result) },
  );
}
