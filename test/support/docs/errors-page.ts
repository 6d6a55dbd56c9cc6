import { errorThemes } from '../../../src/lib/errors/codes.ts';

/** All error codes by theme, like `prank explain`. */
export function renderErrorsPage(): string {
  const themes = errorThemes.map(({ title, cases }) =>
    [
      `## ${title}`,
      ...Object.entries(cases).map(
        ([code, { exit, cause, remedy }]) =>
          `### \`${code}\`\n\n${escape(cause)}\n\n**What to do:** ${escape(remedy)}\n\n**Exit code:** ${exit}`,
      ),
    ].join('\n\n'),
  );
  return `${[introduction, ...themes].join('\n\n')}\n`;
}

const introduction = `# Error codes

If a command fails, prank prints what happened, what to do next, and a code. \`prank explain CODE\` prints the text of this
page. In \`--json\`, the code is \`error.code\`. Codes stay the same from version to version; sentences may change.`;

function escape(text: string): string {
  return text
    .split(/(`[^`]*`)/u)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/[<*]/gu, (sign) => `\\${sign}`)))
    .join('');
}
