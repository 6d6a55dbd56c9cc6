import type { Question, Ranking, RoundCounts } from '../../model.ts';
import type { RankingFileRow } from '../files/ranking-file.ts';

/** Everything a report is made from. Equal inputs give equal bytes. */
export interface ReportInput {
  /** Name of the campaign, or of the file. */
  title: string;
  /** null = the ratings come from a file, which has no question. */
  question: Question | null;
  /** A program made up the ratings, and the report must say so. */
  simulated: boolean;
  /** What each round contributed; left out, there was no earlier one. */
  rounds?: readonly RoundCounts[];
  /** Raters have the names that may be shown. */
  ranking: Ranking;
  /** All items, best first. */
  rows: readonly RankingFileRow[];
  /** Number of best items to show. */
  top: number;
}
