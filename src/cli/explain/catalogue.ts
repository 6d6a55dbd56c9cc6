import { argillaCases } from './argilla-cases.ts';
import { buildCases } from './build-cases.ts';
import type { Explanation, Explanations } from './explanation.ts';
import { hubCases } from './hub-cases.ts';
import { ratingCases } from './rating-cases.ts';
import { releaseCases } from './release-cases.ts';
import { safetyCases } from './safety-cases.ts';
import { scheduleCases } from './schedule-cases.ts';
import { serveCases } from './serve-cases.ts';
import { setupCases } from './setup-cases.ts';
import { spaceCases } from './space-cases.ts';

export interface Theme {
  title: string;
  cases: Explanations;
}

/** Every error code of prank. One with a star at its end stands for all that begin so. */
export const catalogue: readonly Theme[] = [
  { title: 'Stopped before harm, and bringing answers back', cases: safetyCases },
  { title: 'Command line, prank.yaml and files', cases: setupCases },
  { title: 'Building the prompts', cases: buildCases },
  { title: 'Argilla', cases: argillaCases },
  { title: 'Argilla on a Space', cases: spaceCases },
  { title: 'Hugging Face Hub', cases: hubCases },
  { title: 'Release', cases: releaseCases },
  { title: 'Schedules', cases: scheduleCases },
  { title: 'Ranking files of ratings, simulating', cases: ratingCases },
  { title: 'The embedded server', cases: serveCases },
];

export function findExplanation(code: string): Explanation | undefined {
  return listExplanations().find(([known]) => known === code || isFamilyOf(known, code))?.[1];
}

export function listExplanations(): [code: string, explanation: Explanation][] {
  return catalogue.flatMap(({ cases }) => Object.entries(cases));
}

function isFamilyOf(known: string, code: string): boolean {
  return known.endsWith('*') && code.startsWith(known.slice(0, -1));
}

/** What a list has room for. */
export function firstSentence({ cause }: Explanation): string {
  return /^.*?[.!?](?=\s|$)/u.exec(cause)?.[0] ?? cause;
}
