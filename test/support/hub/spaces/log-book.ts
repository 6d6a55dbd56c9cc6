import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SpaceSettings } from './stages.ts';

interface LogLine {
  text: string;
  atMs: number;
}

/** Lines of a Space's log, and its current readers. */
export class LogBook {
  #lines: LogLine[] = [];
  readonly #readers = new Set<(line: LogLine) => void>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get lines(): string[] {
    return this.#lines.map(({ text }) => text);
  }

  add(text: string): void {
    const line = { text, atMs: this.#clock() };
    this.#lines.push(line);
    for (const read of this.#readers) read(line);
  }

  /** A new build or run starts with an empty log. */
  clear(): void {
    this.#lines = [];
  }

  /** Sends the last lines and then each new one as server-sent events, until the reader leaves. */
  stream(response: ServerResponse, tail: number | null, settings: SpaceSettings): void {
    let sending: Promise<void> = Promise.resolve();
    const send = (text: string): void => {
      sending = sending
        .then(() => (settings.logDelayMs > 0 ? sleep(settings.logDelayMs) : undefined))
        .then(() => void response.write(text));
    };
    const read = ({ text, atMs }: LogLine): void => {
      send(`data: ${JSON.stringify({ data: `${text}\n`, timestamp: new Date(atMs).toISOString() })}\n\n`);
    };
    for (const line of tail === null ? this.#lines : this.#lines.slice(-tail)) read(line);
    this.#readers.add(read);
    const keepAlive = setInterval(() => send('data:\n\n'), settings.keepAliveMs);
    response.on('close', () => {
      clearInterval(keepAlive);
      this.#readers.delete(read);
    });
  }
}
