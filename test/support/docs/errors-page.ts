import { catalogue } from '../../../src/cli/explain/catalogue.ts';

/** All error codes by theme, as `prank explain` has them. */
export function renderErrorsPage(): string {
  const themes = catalogue.map(({ title, cases }) =>
    [
      `## ${title}`,
      ...Object.entries(cases).map(
        ([code, { cause, cure }]) => `### \`${code}\`\n\n${escape(cause)}\n\n**What to do:** ${escape(cure)}`,
      ),
    ].join('\n\n'),
  );
  return `${[introduction, ...themes].join('\n\n')}\n`;
}

const introduction = `# Error codes

Whatever goes wrong, prank says so in one sentence, with the next command to type and a code. \`prank explain CODE\` prints
what stands here; \`--json\` has the code as \`error.code\`. Codes stay the same from version to version, sentences may not.`;

function escape(text: string): string {
  return text
    .split(/(`[^`]*`)/u)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/[<*]/gu, (sign) => `\\${sign}`)))
    .join('');
}
