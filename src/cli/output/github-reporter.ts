import { redact } from '../../lib/secrets/redact.ts';
import type { PrankError } from '../../lib/errors.ts';
import { renderAnnotation } from '../github/workflow-commands.ts';
import type { Reporter, ReporterOptions, ReporterStreams } from './reporter.ts';

/** For a GitHub Actions job: the same output, with warnings and failures also on the page of the run. */
export function createGithubReporter(
  inner: Reporter,
  { stderr }: Pick<ReporterStreams, 'stderr'>,
  { secrets }: Pick<ReporterOptions, 'secrets'>,
): Reporter {
  const annotate = (level: 'error' | 'warning', title: string, message: string): void =>
    void stderr.write(renderAnnotation(level, title, redact(message, secrets)));
  return {
    ...inner,
    emit(event) {
      // The log shows the annotation as a warning already.
      if (event.type === 'warning') annotate('warning', 'prank', event.text);
      else inner.emit(event);
    },
    failure(command, error: PrankError) {
      inner.failure(command, error);
      annotate('error', `prank ${command}: ${error.code}`, `${error.message}\nnext: ${error.hint}`);
    },
    bug(command, error) {
      inner.bug(command, error);
      annotate('error', `prank ${command}: bug`, error instanceof Error ? error.message : String(error));
    },
  };
}
