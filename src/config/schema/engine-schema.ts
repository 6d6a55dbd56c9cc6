import { z } from 'zod';
import { defaults } from '../defaults.ts';
import { oneOf, text, textLike } from './schema-parts.ts';

/** The keys of `build` that choose the engine. None of them changes a prompt. */
export const engineKeys = {
  engine: oneOf(['auto', 'duckdb', 'spark'])
    .optional()
    .meta({ description: 'auto takes Spark when the input is too large for this machine.', default: defaults.engine }),
  spark: z
    .strictObject(
      {
        master: text('a master such as yarn, local[4] or spark://host:7077')
          .optional()
          .meta({ description: 'Where Spark runs; left out, as it is configured.' }),
        conf: z
          .record(
            textLike(/^spark\.[\w.-]{1,200}$/, 'settings of Spark such as spark.executor.memory'),
            z.union([text('a value', 5000), z.number('a value'), z.boolean('a value')], 'a value'),
            'setting of Spark: value',
          )
          .optional()
          .meta({ description: 'Passed on to Spark as it is; secrets are better kept in its own files.' }),
        node: textLike(/^[\w./-]{1,500}$/, 'a path such as /usr/bin/node')
          .optional()
          .meta({ description: 'Node on the machines of the cluster; left out, the one here is sent along.' }),
        output: text('a path that Spark can write to', 2000)
          .optional()
          .meta({ description: 'Where Spark also writes, as parquet, all that the sample is drawn from.' }),
      },
      'a section with master, conf, node and output',
    )
    .optional()
    .meta({ description: 'How Spark is started: spark-submit of SPARK_HOME or PATH.' }),
};
