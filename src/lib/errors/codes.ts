import { prankCommand } from '../text/shell-command.ts';
import { argillaCodes } from './codes/argilla.ts';
import { buildCodes } from './codes/build.ts';
import { hubCodes } from './codes/hub.ts';
import { networkCodes } from './codes/network.ts';
import { ratingCodes } from './codes/ratings.ts';
import { releaseCodes } from './codes/release.ts';
import { safetyCodes } from './codes/safety.ts';
import { scheduleCodes } from './codes/schedule.ts';
import { serveCodes } from './codes/serve.ts';
import { setupCodes } from './codes/setup.ts';
import { spaceCodes } from './codes/space.ts';
import { type ErrorCase, type ErrorCases, firstSentence } from './error-case.ts';

/** The error table by theme, in the order in which people read it. */
export const errorThemes: readonly { title: string; cases: ErrorCases }[] = [
  { title: 'Stopped before harm, and recovering answers', cases: safetyCodes },
  { title: 'Command line, prank.yaml and files', cases: setupCodes },
  { title: 'Building the prompts', cases: buildCodes },
  { title: 'Argilla', cases: argillaCodes },
  { title: 'Argilla on a Space', cases: spaceCodes },
  { title: 'Hugging Face Hub', cases: hubCodes },
  { title: 'Certificates and proxies', cases: networkCodes },
  { title: 'Release', cases: releaseCodes },
  { title: 'Schedules', cases: scheduleCodes },
  { title: 'Ranking files of ratings, and simulating', cases: ratingCodes },
  { title: 'The embedded server', cases: serveCodes },
];

const errorTable = {
  ...safetyCodes,
  ...setupCodes,
  ...buildCodes,
  ...argillaCodes,
  ...spaceCodes,
  ...hubCodes,
  ...networkCodes,
  ...releaseCodes,
  ...scheduleCodes,
  ...ratingCodes,
  ...serveCodes,
} as const satisfies ErrorCases;
type ErrorTable = typeof errorTable;

/** `hub_http_*` in the table becomes `hub_http_404` and the like in an error. */
type CodeNamed<Key extends string> = Key extends `${infer Family}_*` ? `${Family}_${number}` : Key;

/** Every code that prank can fail with. */
export type ErrorCode = CodeNamed<keyof ErrorTable>;

/** The codes with this exit code. */
export type ErrorCodeOf<Exit extends ErrorCase['exit']> = {
  [Key in keyof ErrorTable]: ErrorTable[Key]['exit'] extends Exit ? CodeNamed<Key> : never;
}[keyof ErrorTable];

const casesByCode = new Map<string, ErrorCase>(Object.entries(errorTable));

/** Every code and family of codes in the table, by theme. */
export function listErrorCodes(): string[] {
  return [...casesByCode.keys()];
}

/** The entry of a code or of its family; undefined if the text is not a code. */
export function findErrorCase(code: string): ErrorCase | undefined {
  return casesByCode.get(code) ?? casesByCode.get(code.replace(/_\d+$/u, '_*'));
}

export function getErrorCase(code: ErrorCode): ErrorCase {
  const found = findErrorCase(code);
  if (found === undefined) throw new Error(`The error table has no ${code}.`);
  return found;
}

/** Whether a text from another process is a code with this exit code. */
export function isErrorCodeOf<Exit extends ErrorCase['exit']>(code: string, exit: Exit): code is ErrorCodeOf<Exit> {
  return findErrorCase(code)?.exit === exit;
}

/** The hint of an error that has none of its own. Commands in it start prank the way it was started. */
export function defaultHint(code: ErrorCode): string {
  return firstSentence(getErrorCase(code).remedy).replaceAll(
    /`prank ([^`]+)`/gu,
    (_, words: string) => `\`${prankCommand(...words.split(' '))}\``,
  );
}
