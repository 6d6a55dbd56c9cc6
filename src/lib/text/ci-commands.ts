/** Escaped as in JSON, so that the same text works in a JSON document and in a sentence. */
const escapes = { ':': '\\u003a', '#': '\\u0023' } as const;

/**
 * Makes sure that no text in a CI job's log is a command: GitHub reads `::name` at the start of a line, even after
 * spaces, and `##[name]` anywhere; Azure reads `##vso[`. In a JSON document the escapes decode to the same text.
 */
export function disarmCommands(text: string): string {
  return text.replace(/^([\s\u0085]*)::/gmu, `$1${escapes[':']}:`).replace(/##(?=[a-z]*\[)/giu, `${escapes['#']}#`);
}
