import type { ErrorCase } from '../../../lib/errors/error-case.ts';
import type { TerminalStyle } from '../../terminal/style.ts';
import { keepWhole, wrapText } from '../../terminal/wrap.ts';
import { prankCommand } from '../../../lib/text/shell-command.ts';

/** Lines longer than this are hard to read. */
const widest = 100;

/** Code, cause, remedy and exit code for a terminal; commands are bold if there is colour. */
export function renderExplanation(code: string, { exit, cause, remedy }: ErrorCase, style: TerminalStyle): string {
  const { paint } = style;
  const width = Math.min(style.width, widest);
  const mark = (words: string): string => (paint.level > 0 ? paint.bold(words) : `\`${words}\``);
  const show = (text: string): string =>
    wrapText(text.replaceAll(/`[^`]+`/gu, keepWhole), width).replaceAll(/`([^`]+)`/gu, (_, words: string) =>
      mark(words),
    );
  return [paint.bold(code), '', show(cause), '', paint.bold('What to do'), show(remedy), '', `Exit code: ${exit}`].join(
    '\n',
  );
}

export interface ListedCode {
  code: string;
  theme: string;
  summary: string;
}

/** All codes by theme, one line each; longer sentences continue below. */
export function renderList(codes: readonly ListedCode[], style: TerminalStyle): string {
  const { paint } = style;
  const column = Math.max(...codes.map(({ code }) => code.length)) + 4;
  const width = Math.min(style.width, widest + column) - column;
  const themes = [...new Set(codes.map(({ theme }) => theme))];
  return [
    ...themes.flatMap((theme) => [
      paint.bold(theme),
      ...codes
        .filter((one) => one.theme === theme)
        .map(({ code, summary }) => {
          const lines = width < 30 ? [summary] : wrapText(summary, width).split('\n');
          return `  ${code.padEnd(column - 2)}${lines.join(`\n${' '.repeat(column)}`)}`;
        }),
      '',
    ]),
    `More about one: ${prankCommand('explain', 'CODE')}`,
  ].join('\n');
}
