/** A line to the other tabs in which the same rater works. */
export interface Tabs {
  /** Tells them that a record has an answer now. */
  tell(recordId: string): void;
  close(): void;
}

/** Calls `onAnswer` with the ids of records that are answered in other tabs. */
export function listenToTabs(name: string, onAnswer: (recordId: string) => void): Tabs {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') onAnswer(data);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origins
  return { tell: (recordId) => channel.postMessage(recordId), close: () => channel.close() };
}

/** Runs a task while no other tab runs one of this name. Without HTTPS, browsers offer no locks: tasks may overlap. */
export async function onlyThisTab<T>(name: string, task: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return task();
  return navigator.locks.request(name, task);
}
