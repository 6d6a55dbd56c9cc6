import type { Question, Ranking } from '../../model.ts';
import type { RankingFileRow } from '../files/ranking-file.ts';

/** All that a report is made of; equal inputs give equal bytes. */
export interface ReportInput {
  /** Name of the campaign, or of the file. */
  title: string;
  /** null = the ratings come from a file, which does not tell it. */
  question: Question | null;
  /** The ratings were made up by a program, which the report must say. */
  simulated: boolean;
  /** Raters under the names that may be shown. */
  ranking: Ranking;
  /** All items, best first. */
  rows: readonly RankingFileRow[];
  /** How many of the best are shown. */
  top: number;
}
