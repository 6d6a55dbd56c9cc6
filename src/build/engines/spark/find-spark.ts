import { access, constants } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { UsageError } from '../../../lib/errors.ts';
import type { Environment } from '../../../lib/environment.ts';

/** What a build needs to know about the machine it runs on. */
export interface Machine {
  env: Environment;
  /** Path of the Node that runs prank. */
  node: string;
}

/** How to start Spark on this machine. */
export interface SparkProgram {
  submit: string;
  env: Environment;
}

/** spark-submit from SPARK_HOME if that is set, otherwise from PATH; null if there is none. */
export async function findSpark({ env }: Machine): Promise<SparkProgram | null> {
  const home = env['SPARK_HOME'];
  const folders =
    home !== undefined && home !== '' ? [join(home, 'bin')] : (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const folder of folders) {
    const submit = join(folder, 'spark-submit');
    if (await isExecutable(submit)) return { submit, env: await withPython(submit, env) };
  }
  return null;
}

/** Like `findSpark`, but throws UsageError `spark_missing`. */
export async function requireSpark(machine: Machine): Promise<SparkProgram> {
  const spark = await findSpark(machine);
  if (spark !== null) return spark;
  const home = machine.env['SPARK_HOME'];
  const place = home === undefined || home === '' ? 'on PATH, and SPARK_HOME is not set' : `in ${join(home, 'bin')}`;
  throw new UsageError('spark_missing', `\`build.engine\` is spark, but there is no spark-submit ${place}.`);
}

/** A Spark inside a Python environment works with the Python beside it, which need not be the first on PATH. */
async function withPython(submit: string, env: Machine['env']): Promise<Machine['env']> {
  const python = join(dirname(submit), 'python3');
  if (env['PYSPARK_PYTHON'] !== undefined || !(await isExecutable(python))) return env;
  return { ...env, PYSPARK_PYTHON: python };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
