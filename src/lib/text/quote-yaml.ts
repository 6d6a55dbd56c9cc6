const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Any text as a double-quoted YAML scalar on one line. Invisible characters are escaped. */
export function quoteYaml(text: string): string {
  return JSON.stringify(text).replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return String.raw`\U${code.toString(16).padStart(8, '0')}`;
  });
}
