import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { RemoteError } from '../../../lib/errors.ts';
import { packageFile } from '../../../lib/files/package-root.ts';
import { printable } from '../../../lib/text/text.ts';
import { envWithoutSecrets } from '../../../lib/secrets/env-without-secrets.ts';
import type { Emit, SparkSettings } from '../../../model.ts';
import type { SparkProgram } from './find-spark.ts';

/** The Python program of the package. */
const runner = packageFile('src', 'build', 'engines', 'spark', 'runner.py');

/** Lines of Spark's log that an error includes. */
const shownLines = 20;

/**
 * Runs a job whose folder holds job.json. Messages from the runner are emitted; Spark's log is shown only if it fails.
 * Throws RemoteError `spark_failed`.
 */
export async function submitJob(
  { submit, env }: SparkProgram,
  { master, conf }: SparkSettings,
  folder: string,
  emit: Emit,
): Promise<void> {
  const settings = Object.entries({ 'spark.ui.showConsoleProgress': 'false', ...withoutSecrets(conf) });
  const options = [...(master === null ? [] : ['--master', master]), '--deploy-mode', 'client'];
  const args = [...options, ...settings.flatMap(([name, value]) => ['--conf', `${name}=${value}`]), runner, folder];
  const child = spawn(submit, args, { env: envWithoutSecrets(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  const listen = async (stream: Readable): Promise<void> => {
    for await (const line of createInterface({ input: stream })) {
      if (line.startsWith('prank: ')) emit({ type: 'info', text: printable(line.slice('prank: '.length), 200) });
      else log.push(line);
      if (log.length > 2000) log.splice(0, 1000);
    }
  };
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
  const [status] = await Promise.all([ended, listen(child.stdout), listen(child.stderr)]);
  if (status !== 0) throw describeFailure(status, log);
}

/** Settings that Spark itself hides. They go through job.json, because everybody can see a process's arguments. */
const secretName = /secret|password|token|credential|access[.]?key|apikey/iu;

/** Only the settings that are secrets. */
export function onlySecrets(conf: SparkSettings['conf']): SparkSettings['conf'] {
  return Object.fromEntries(Object.entries(conf).filter(([name]) => secretName.test(name)));
}

function withoutSecrets(conf: SparkSettings['conf']): SparkSettings['conf'] {
  return Object.fromEntries(Object.entries(conf).filter(([name]) => !secretName.test(name)));
}

function describeFailure(status: number | string, log: readonly string[]): RemoteError {
  const cause =
    log.findLast((line) => line.startsWith('Caused by: ')) ??
    log.find((line) => /^\S.*(?:Exception|Error)\b[^:]*: /u.test(line)) ??
    log.findLast((line) => line.trim() !== '') ??
    '';
  const message = cause.replace(/^Caused by: |^Exception in thread "[^"]*" /u, '').trim();
  return new RemoteError('spark_failed', `Spark ended with ${status}: ${printable(message, 300)}`, {
    details: { log: log.slice(-shownLines).map((line) => printable(line, 500)) },
  });
}
