import { Chalk } from 'chalk';
import type { ErrorCode } from '../../lib/errors/codes.ts';
import type { PrankError } from '../../lib/errors.ts';
import { disarmCommands } from '../../lib/text/ci-commands.ts';
import { redact } from '../../lib/secrets/redact.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Event } from '../../model.ts';
import { createProgressLine, type ProgressClock } from '../terminal/progress-line.ts';
import { renderStep } from './human/step.ts';
import type { Reporter, ReporterOptions, ReporterStreams } from './reporter.ts';

/** Codes whose explanation says no more than the failure did. */
const selfExplaining = new Set<ErrorCode>([
  'usage',
  'code_unknown',
  'interrupted',
  'doctor_findings',
  'doctor_answers_at_risk',
]);

/** Writes the answer to stdout, and everything else to stderr. */
export function createHumanReporter(
  streams: ReporterStreams,
  options: ReporterOptions,
  clock?: ProgressClock,
): Reporter {
  const paint = new Chalk({ level: options.color ? 1 : 0 });
  const progress = createProgressLine(streams.stderr, clock);
  const protect = (text: string): string => disarmCommands(redact(text, options.secrets));
  const say = (text: string): void => {
    progress.clear();
    streams.stderr.write(`${protect(text)}\n`);
  };
  let isAsking = false;
  return {
    emit(event: Event): void {
      if (options.verbosity === 'quiet' && event.type !== 'warning') return;
      switch (event.type) {
        case 'progress':
          return isAsking ? undefined : progress.show({ ...event, task: protect(event.task) });
        case 'step':
          return event.step.action === 'keep' && options.verbosity !== 'verbose'
            ? undefined
            : say(renderStep(event.step, paint));
        case 'info':
          return say(event.text);
        case 'warning':
          return say(`${paint.yellow('warning:')} ${event.text}`);
      }
    },
    answer(_command, _data, text): void {
      progress.end();
      const rendered = text();
      if (rendered !== '') streams.stdout.write(`${protect(rendered)}\n`);
    },
    endProgress: () => progress.end(),
    async whileAsking(question, put) {
      progress.end();
      isAsking = true;
      try {
        return await put(
          protect(
            question
              .split('\n')
              .map((line) => printable(line))
              .join('\n'),
          ),
        );
      } finally {
        isAsking = false;
      }
    },
    failure(_command, error: PrankError): void {
      progress.end();
      say(`${paint.red('error:')} ${error.message}`);
      say(`${paint.bold('next:')}  ${error.hint}`);
      if (!selfExplaining.has(error.code)) say(paint.dim(`more:  ${prankCommand('explain', error.code)}`));
    },
    bug(command, error): void {
      progress.end();
      say(`${paint.red('bug:')} prank ${options.version} failed in "${command}" in a way it should not:`);
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
      say('Please report this with the lines above. What was done before is kept; run the command again after a look.');
    },
  };
}
