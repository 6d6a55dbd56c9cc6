import { env, execPath } from 'node:process';
import type { BuildInput } from '../../src/build/build-input.ts';

/** A small Spark on two cores of this machine. */
export const localSpark: NonNullable<BuildInput['engine']> = {
  engine: 'spark',
  spark: {
    master: 'local[2]',
    conf: { 'spark.ui.enabled': 'false', 'spark.driver.host': '127.0.0.1' },
    node: null,
    output: null,
  },
  machine: { env, node: execPath },
};
