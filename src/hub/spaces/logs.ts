import type { Readable } from 'node:stream';
import type { HubConnection } from '../connection.ts';

export interface LogOptions {
  /** `build` = the image build, `run` = the container's output. */
  kind: 'build' | 'run';
  /** Number of lines from the end. */
  lines: number;
  /** The stream never ends, so this much silence counts as its end. */
  quietMs?: number;
}

/** The end of a Space's log (`owner/name`), as lines without colours. Foreign text: it may contain anything. */
export async function readSpaceLog(
  hub: HubConnection,
  name: string,
  { kind, lines, quietMs = 5_000 }: LogOptions,
): Promise<string[]> {
  const { body } = await hub.download({
    path: `/api/spaces/${name}/logs/${kind}?tail=${lines}`,
    headers: { Accept: 'text/event-stream' },
  });
  return parseEvents(await readUntilQuiet(body, quietMs)).slice(-lines);
}

async function readUntilQuiet(body: Readable, quietMs: number): Promise<string> {
  const chunks: Buffer[] = [];
  const timer = setTimeout(() => body.destroy(), quietMs);
  // Keep-alives never stop.
  const longest = setTimeout(() => body.destroy(), 6 * quietMs);
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      if (bytes.includes('{')) timer.refresh();
    }
  } catch {
    // Silence ends the stream. So does a broken connection, and what arrived until then is worth showing.
  } finally {
    clearTimeout(timer);
    clearTimeout(longest);
  }
  return Buffer.concat(chunks).toString();
}

/** Parses server-sent events, each `data: {"data":"text\n","timestamp":…}`. */
export function parseEvents(text: string): string[] {
  return text
    .split(/\r?\n/u)
    .flatMap((line) => (line.startsWith('data:') ? [readText(line.slice('data:'.length))] : []))
    .join('')
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '');
}

// The Hub's builder paints its lines.
// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;]*[A-Za-z]/gu;

function readText(json: string): string {
  let event: unknown;
  try {
    event = JSON.parse(json);
  } catch {
    return '';
  }
  const data: unknown = typeof event === 'object' && event !== null && 'data' in event ? event.data : '';
  if (typeof data !== 'string' || data === '') return '';
  return `${data.replaceAll(colours, '').replace(/\r?\n$/u, '')}\n`;
}
