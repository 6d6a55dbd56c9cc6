import type { PrankError } from '../../lib/errors.ts';
import type { Event } from '../../model.ts';
import type { CommandData, CommandName } from './json/schemas.ts';

/** Receives a command's messages, and its answer or failure. One implementation is for people, one for programs. */
export interface Reporter {
  emit(event: Event): void;
  /** The answer of a command; `text` renders it for people. */
  answer<Name extends CommandName>(command: Name, data: CommandData<Name>, text: () => string): void;
  /** Ends a line of progress, as an answer would. */
  endProgress(): void;
  /**
   * Puts a question, which stays visible until it is answered: progress would overwrite it. `put` shows the text as it
   * may be shown.
   */
  whileAsking<T>(question: string, put: (shown: string) => Promise<T>): Promise<T>;
  failure(command: string, error: PrankError): void;
  bug(command: string, error: unknown): void;
}

export interface ReporterStreams {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
}

export interface ReporterOptions {
  verbosity: 'quiet' | 'normal' | 'verbose';
  color: boolean;
  /** Values that must not appear in any output. */
  secrets: Set<string>;
  version: string;
}
