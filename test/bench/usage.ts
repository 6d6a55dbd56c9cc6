import { z } from 'zod';

/** Loaded with `node --import`, makes a program print its usage at its end. */
export const watcher = new URL('watch-process.js', import.meta.url).href;

const usage = z.object({ mb: z.number(), cpu: z.number(), calls: z.number() });

/** Peak memory, CPU seconds and HTTP requests of a process. */
export type Usage = z.infer<typeof usage>;

/** The usage that a watched program printed as the last line of stderr. */
export function readUsage(stderr: string): Usage {
  return usage.parse(JSON.parse(stderr.trim().split('\n').at(-1) ?? ''));
}
