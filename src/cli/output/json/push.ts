import type { PushResult } from '../../../campaign/push.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `push --json`. */
export function toPushData({
  added,
  updated,
  unchanged,
  removed,
  live,
  waiting,
  stray,
  strayAnswers,
  deleted,
}: PushResult): CommandData<'push'> {
  return { added, updated, unchanged, removed, live, waiting, stray, stray_answers: strayAnswers, deleted };
}
