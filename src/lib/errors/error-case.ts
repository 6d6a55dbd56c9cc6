import type { ExitCode } from './exit-code.ts';

/** One entry of the error table, in plain words. Commands and settings are in backticks. */
export interface ErrorCase {
  exit: Exclude<(typeof ExitCode)[keyof typeof ExitCode], typeof ExitCode.done>;
  /** What happened, and whether anything is lost. Lists show only its first sentence. */
  cause: string;
  /** What to do. Its first sentence is the hint of an error that has no hint of its own. */
  remedy: string;
}

/** Entries by code. A code that ends in `_*` is a family: a number replaces the star. */
export type ErrorCases = Readonly<Record<string, ErrorCase>>;

/** The first sentence of a cause or remedy, for lists and hints. */
export function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text;
}
