import type { Explanation } from '../explain/explanation.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { wrapText } from './wrap.ts';

/** Lines longer than this are hard to read. */
const widest = 100;

/** Code, cause and cure for a terminal; commands stand out where there is colour. */
export function renderExplanation(code: string, { cause, cure }: Explanation, style: TerminalStyle): string {
  const { paint } = style;
  const width = Math.min(style.width, widest);
  const mark = (words: string): string => (paint.level > 0 ? paint.bold(words) : `\`${words}\``);
  const show = (text: string): string =>
    wrapText(keepCommandsWhole(text), width)
      .replaceAll(glue, ' ')
      .replaceAll(/`([^`]+)`/gu, (_, words: string) => mark(words));
  return [paint.bold(code), '', show(cause), '', paint.bold('What to do'), show(cure)].join('\n');
}

/** Stands for a blank at which no line may end. */
const glue = '\u{E000}';

/** A command that runs over two lines can't be copied. */
function keepCommandsWhole(text: string): string {
  return text.replaceAll(/`[^`]+`/gu, (command) => command.replaceAll(' ', glue));
}

export interface ListedCode {
  code: string;
  theme: string;
  summary: string;
}

/** All codes by theme, a line each; longer sentences go on below. */
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
    'More about one: prank explain CODE',
  ].join('\n');
}
