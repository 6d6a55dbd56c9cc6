import type { ExitCode } from './exit-code.ts';

/** One entry of the error table, in plain words; commands and settings are between backticks. */
export interface ErrorCase {
  exit: Exclude<(typeof ExitCode)[keyof typeof ExitCode], typeof ExitCode.done>;
  /** What happened, and whether anything is lost. Its first sentence is used alone in lists. */
  cause: string;
  /** What to do. Its first sentence is the hint of an error that has no hint of its own. */
  remedy: string;
}

/** Entries by code. A code that ends in `_*` is a family: a number takes the place of the star. */
export type ErrorCases = Readonly<Record<string, ErrorCase>>;

/** The part of a cause or remedy that there is room for in a list or a hint. */
export function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text;
}
