import type { PushResult } from '../../../campaign/push.ts';

/** `data` of `push --json`. */
export function toPushData({ added, updated, unchanged, removed, live, waiting, stray }: PushResult): object {
  return { added, updated, unchanged, removed, live, waiting, stray };
}
