import type { PrankError } from '../../lib/errors.ts';
import type { Event } from '../../model.ts';

/** Receives a command's messages, and its answer or failure. One implementation is for people, one for programs. */
export interface Reporter {
  emit(event: Event): void;
  /** The answer of a command; `text` renders it for people. */
  answer(command: string, data: object, text: () => string): void;
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
