/** Shown as people write them in JSON, so that the same works in a document and in a sentence. */
const escapes = { ':': '\\u003a', '#': '\\u0023' } as const;

/**
 * Makes sure that a text in the log of a CI job is no command to it: GitHub takes `::name` at the start of a line, behind
 * blanks too, and `##[name]` anywhere; Azure `##vso[`. In a JSON document the escapes read as the same text again.
 */
export function disarmCommands(text: string): string {
  return text.replace(/^([\s\u0085]*)::/gmu, `$1${escapes[':']}:`).replace(/##(?=[a-z]*\[)/giu, `${escapes['#']}#`);
}
