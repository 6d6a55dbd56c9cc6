import type { ServerProgress } from './progress.ts';
import type { CampaignProgress } from '../status/campaign-progress.ts';

/** A count in which the search index, which decides what raters see, differs from the database. */
export interface IndexDrift {
  what: 'records' | 'completed';
  database: number;
  index: number;
}

/**
 * Compares the server's index with its database. Completed records are compared only while the log has exactly the
 * answers that the server has, and both require the same number for a record.
 */
export function findIndexDrift(server: ServerProgress, progress: CampaignProgress): IndexDrift[] {
  const { counts, answers, uncounted, task } = progress;
  const completed = counts.filter((count) => count >= task.overlap).length;
  const isSame = uncounted.elsewhere === 0 && server.answers === answers.length && server.overlap === task.overlap;
  const counted: IndexDrift[] = [
    { what: 'records', database: server.live, index: server.index.records },
    ...(isSame ? [{ what: 'completed' as const, database: completed, index: server.index.completed }] : []),
  ];
  return counted.filter(({ database, index }) => database !== index);
}
