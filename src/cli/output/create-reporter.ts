import type { GlobalOptions } from '../context.ts';
import type { Io } from '../io.ts';
import { isGithubJob } from '../../lib/github-job.ts';
import { createGithubReporter } from './github-reporter.ts';
import { createHumanReporter } from './human-reporter.ts';
import { createJsonReporter } from './json-reporter.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/** The reporter for the global options and the environment. */
export function createReporter(
  { env, stdout, stderr }: Pick<Io, 'env' | 'stdout' | 'stderr'>,
  globals: GlobalOptions,
  { secrets, version }: Pick<ReporterOptions, 'secrets' | 'version'>,
): Reporter {
  const color = globals.color !== false && env['NO_COLOR'] === undefined && stderr.isTTY === true;
  const verbosity = globals.quiet === true ? 'quiet' : globals.verbose === true ? 'verbose' : 'normal';
  const options: ReporterOptions = { verbosity, color, secrets, version };
  const streams = { stdout, stderr };
  const reporter = globals.json === true ? createJsonReporter(streams, options) : createHumanReporter(streams, options);
  return isGithubJob(env) ? createGithubReporter(reporter, streams, options) : reporter;
}
