import type { VerifyResult } from '../../../campaign/verify.ts';
import { PartialError } from '../../../lib/errors.ts';
import { countOf } from '../../../lib/text/numbers.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `verify --json`, and `details` of its failure. */
export function toVerifyData({ same, rows, differences }: VerifyResult): CommandData<'verify'> {
  return { same, rows, differences };
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
