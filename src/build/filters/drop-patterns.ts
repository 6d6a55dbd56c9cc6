import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';

const inlineFlags = /^\(\?([a-zA-Z]+)\)/u;

/**
 * Compiles `build.drop`: JavaScript regular expressions in Unicode mode, optionally with the inline flags i, m, s at
 * the start, as in `(?i)as an ai`. Throws UsageError `pattern_invalid`, which names the entry.
 */
export function compileDropPatterns(patterns: readonly string[]): RegExp[] {
  return patterns.map((pattern, index) => compilePattern(pattern, `build.drop[${index}]`));
}

function compilePattern(pattern: string, place: string): RegExp {
  const flags = inlineFlags.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  const letters = flags?.[1] ?? '';
  const shown = printable(pattern, 60);
  if (!/^[ims]*$/u.test(letters)) {
    throw new UsageError(
      'pattern_invalid',
      `${place}: \`${shown}\` has the inline flags ${letters}; i, m and s are known.`,
    );
  }
  if (body === '')
    throw new UsageError('pattern_invalid', `${place}: \`${shown}\` is empty and would drop every prompt.`);
  try {
    return new RegExp(body, [...new Set(`${letters}u`)].join(''));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(': ').at(-1) ?? error.message) : String(error);
    throw new UsageError('pattern_invalid', `${place}: \`${shown}\` is no regular expression: ${reason}.`, {
      cause: error,
    });
  }
}
