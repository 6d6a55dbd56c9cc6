import type { ErrorCode } from '../../lib/errors/codes.ts';
import type { PrankError } from '../../lib/errors.ts';
import { disarmCommands } from '../../lib/text/ci-commands.ts';
import { createRedactor } from '../../lib/secrets/redact.ts';
import type { Event } from '../../model.ts';
import { createHumanReporter } from './human-reporter.ts';
import type { Reporter, ReporterOptions, ReporterStreams } from './reporter.ts';

/** Prints exactly one JSON document to stdout, also on failure. Everything else goes to stderr. */
export function createJsonReporter(streams: ReporterStreams, options: ReporterOptions): Reporter {
  const human = createHumanReporter(streams, options);
  const print = (document: object): void => {
    const hidden = JSON.stringify(document, hideIn(createRedactor(options.secrets)), 2);
    streams.stdout.write(`${disarmCommands(hidden)}\n`);
  };
  const fail = (command: string, { code, message, hint, details }: ErrorDocument): void => {
    // On a terminal the line of progress would come before the document.
    human.endProgress();
    print({ ok: false, command, error: { code, message, hint: hint ?? null, details: details ?? null } });
  };
  return {
    emit: (event: Event) => human.emit(event),
    endProgress: () => human.endProgress(),
    whileAsking: (question, put) => human.whileAsking(question, put),
    answer(command, data) {
      human.endProgress();
      print({ ok: true, command, data });
    },
    failure: (command: string, error: PrankError) => fail(command, error),
    bug: (command, error) => {
      human.bug(command, error);
      fail(command, { code: 'bug', message: error instanceof Error ? error.message : String(error) });
    },
  };
}

/**
 * Replaces each text by itself, so that a secret that is a number, or the name of a field, can't break the document.
 */
function hideIn(hide: (text: string) => string): (key: string, value: unknown) => unknown {
  return (_, value) => {
    if (typeof value === 'string') return hide(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [isFieldName(key) ? key : hide(key), item]));
  };
}

function isFieldName(key: string): boolean {
  return /^[a-z]+(?:_[a-z]+)*$/iu.test(key);
}

interface ErrorDocument {
  code: ErrorCode;
  message: string;
  hint?: string;
  details?: unknown;
}
