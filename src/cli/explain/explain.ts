import leven from 'leven';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import { errorThemes, findErrorCase, listErrorCodes } from '../../lib/errors/codes.ts';
import { firstSentence } from '../../lib/errors/error-case.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { renderExplanation, renderList } from '../output/human/explanation.ts';
import { stdoutStyle } from '../terminal/style.ts';

/** Explains a code, or lists all of them. Throws UsageError `code_unknown` with similar codes. */
export function explain(
  { reporter, globals, io }: Pick<Context, 'reporter' | 'globals' | 'io'>,
  code: string | undefined,
): void {
  const style = stdoutStyle(io, globals);
  if (code === undefined) {
    const codes = errorThemes.flatMap(({ title, cases }) =>
      Object.entries(cases).map(([known, { exit, cause }]) => ({
        code: known,
        theme: title,
        exit_code: exit,
        summary: firstSentence(cause),
      })),
    );
    return reporter.answer('explain', { codes }, () => renderList(codes, style));
  }
  const found = findErrorCase(code);
  if (found === undefined) throw unknownCode(code);
  const { exit, cause, remedy } = found;
  reporter.answer('explain', { code, exit_code: exit, cause, remedy }, () => renderExplanation(code, found, style));
}

const mostSuggestions = 3;

function unknownCode(code: string): UsageError {
  const near = findNear(code);
  const guess = near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `;
  return new UsageError('code_unknown', `There is no error code ${printable(code, 60)}.`, {
    hint: `${guess}All codes: ${prankCommand('explain')}`,
    details: { near },
  });
}

/** Codes that differ by a typo, then those with a word in common. */
function findNear(code: string): string[] {
  const asked = code.toLowerCase().replaceAll(/[\s-]/gu, '_');
  const known = listErrorCodes();
  const slips = known
    .map((name) => ({ name, distance: leven(name, asked, { maxDistance: 10 }) }))
    .filter(({ name, distance }) => distance <= Math.max(2, name.length / 3))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
  const words = asked.split('_').filter((word) => word.length > 2);
  const related = known.filter((name) => words.some((word) => name.split('_').includes(word)));
  return [...new Set([...slips, ...related])].slice(0, mostSuggestions);
}
