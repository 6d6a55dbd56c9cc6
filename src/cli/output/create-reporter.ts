import type { GlobalOptions } from '../context.ts';
import { isGithubJob } from '../github/job.ts';
import { createGithubReporter } from './github-reporter.ts';
import { createHumanReporter } from './human-reporter.ts';
import { createJsonReporter } from './json-reporter.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/** The reporter that the global options ask for, on this process's streams. */
export function createReporter(
  globals: GlobalOptions,
  { secrets, version }: Pick<ReporterOptions, 'secrets' | 'version'>,
): Reporter {
  const color = globals.color !== false && process.env['NO_COLOR'] === undefined && process.stderr.isTTY === true;
  const verbosity = globals.quiet === true ? 'quiet' : globals.verbose === true ? 'verbose' : 'normal';
  const options: ReporterOptions = { verbosity, color, secrets, version };
  const streams = { stdout: process.stdout, stderr: process.stderr };
  const reporter = globals.json === true ? createJsonReporter(streams, options) : createHumanReporter(streams, options);
  return isGithubJob(process.env) ? createGithubReporter(reporter, streams, options) : reporter;
}
