import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Sources, and the prompts made from them. A failed build leaves the last one unchanged. */
export const buildCodes = {
  no_sources: {
    exit: ExitCode.usage,
    cause: 'No source is enabled, so there is nothing to build from.',
    remedy: 'Add a source to prank.yaml, or remove `enabled: false` from one.',
  },
  source_file_missing: {
    exit: ExitCode.usage,
    cause: 'A source names a file that does not exist. Paths are relative to the folder of prank.yaml.',
    remedy:
      'Correct `file:` or `path:` of the source. If there is a similar name, the hint shows it. To name all files of a folder: `data/*.jsonl`.',
  },
  source_file_unreadable: {
    exit: ExitCode.usage,
    cause: "A file or folder of a source exists, but can't be read. The message says why.",
    remedy: 'Make it readable for you, or remove it from the source, then run the command again.',
  },
  source_format_unknown: {
    exit: ExitCode.usage,
    cause: 'The name of a file does not show its format.',
    remedy:
      'Use a name that ends in .csv, .tsv, .json, .jsonl, .ndjson or .parquet; all but .parquet may be followed by .gz.',
  },
  source_changed: {
    exit: ExitCode.usage,
    cause: 'A file was written to while prank read it. Nothing was changed.',
    remedy: 'Run `prank build` again when the file is complete.',
  },
  source_short: {
    exit: ExitCode.usage,
    cause: 'A source has fewer usable prompts than prank.yaml asks for. Nothing was changed.',
    remedy:
      'Lower `take`, `share` or `size`, loosen the filters, or set `shortage: accept` under build. `prank build --explain` shows what the filters leave out.',
  },
  source_needs_spark: {
    exit: ExitCode.usage,
    cause: 'A source is in a place that only Spark can read, such as s3a://.',
    remedy: 'Set `build.engine: spark`, or copy the files to this machine and name those.',
  },
  no_prompts: {
    exit: ExitCode.usage,
    cause: 'No prompt is left: the filters drop every row.',
    remedy:
      'Loosen `where` of the sources or the filters under build. `prank build --explain` shows which filter it was.',
  },
  data_malformed: {
    exit: ExitCode.usage,
    cause:
      "A file of a source can't be read: broken JSON, a missing column, a damaged archive, or another kind of file than CSV, TSV, JSON, JSON Lines and Parquet. The message names the file, and the line if a row is broken.",
    remedy:
      'Do what the hint says; otherwise fix the row or fetch the file again. To skip and count such rows, set `on_bad_row: skip` under build.',
  },
  path_invalid: {
    exit: ExitCode.usage,
    cause: 'A path to a column in prank.yaml is not written correctly.',
    remedy:
      'Write a path like messages[role=user].content or turns[0].text; a name with dots goes into brackets and quotes: ["odd.name"].',
  },
  pattern_invalid: {
    exit: ExitCode.usage,
    cause: 'A pattern under build.drop is not a regular expression, or would drop every prompt.',
    remedy:
      'Correct the pattern: patterns are JavaScript regular expressions in Unicode mode, and (?i), (?m) and (?s) may come first.',
  },
  pattern_slow: {
    exit: ExitCode.usage,
    cause:
      'A pattern under build.drop takes too long. Some patterns take time that doubles with every letter of a prompt, usually because a repetition is repeated, as in `(a+)+`.',
    remedy:
      'Write the repetition once, `a+` instead of `(a+)+`, or limit it, as in `a{1,20}`. If only a few very long prompts are the problem, lower `build.length.max`.',
  },
  language_unknown: {
    exit: ExitCode.usage,
    cause: 'build.language names a language that prank does not recognize.',
    remedy: 'Use two-letter codes from the list in the hint, such as en or de.',
  },
  hub_not_given: {
    exit: ExitCode.usage,
    cause: 'A source is a dataset on the Hub, but the build was called from code without access to the Hub.',
    remedy: 'Run `prank build`.',
  },
  explain_needs_duckdb: {
    exit: ExitCode.usage,
    cause: '`prank build --explain` can show its examples only if DuckDB builds, and prank.yaml says Spark.',
    remedy: 'Try it with `build.engine: duckdb` on a part of the files.',
  },
  spark_missing: {
    exit: ExitCode.usage,
    cause: 'prank.yaml asks for Spark, but there is no spark-submit on this machine.',
    remedy: 'Set SPARK_HOME to the folder of Spark 3.5 or later, or use `build.engine: duckdb`.',
  },
  spark_failed: {
    exit: ExitCode.remote,
    cause: 'Spark started and then failed. Nothing was changed.',
    remedy:
      'Read the end of its log: `prank build --json` has it under details. build.spark in prank.yaml says how Spark is started.',
  },
  lock_missing: {
    exit: ExitCode.usage,
    cause: 'There is no prank.lock.json, so `prank build --check` has nothing to check against.',
    remedy: 'Create it with `prank build`, and commit it.',
  },
  lock_unreadable: {
    exit: ExitCode.usage,
    cause:
      'prank.lock.json is damaged: it is empty or cut off, was edited, or is from another version of prank. ' +
      'It says which commits of Hub datasets a build reads, so prank stopped, and nothing was changed.',
    remedy:
      'Restore the last committed lock: `git checkout HEAD -- prank.lock.json`. ' +
      'If there is none, `prank build --update` pins the newest commits; the prompts may then change.',
  },
  lock_conflict: {
    exit: ExitCode.usage,
    cause:
      'prank.lock.json has conflict markers of git, because a merge of two branches is not finished. Nothing was changed.',
    remedy:
      'Resolve prank.yaml, take the whole lock of one branch (`git checkout --ours prank.lock.json`, or --theirs), ' +
      'and run `prank build`: it updates the lock and keeps its commits.',
  },
  lock_differs: {
    exit: ExitCode.usage,
    cause:
      'The build no longer gives the prompts that prank.lock.json names: sources, filters or files have changed since. Nothing was changed.',
    remedy:
      'If the change is meant, run `prank build` and commit the new lock. If not, restore the old files; the message says which differ.',
  },
  prompts_missing: {
    exit: ExitCode.usage,
    cause:
      'The prompts of the campaign were not built here yet, or .prank was deleted. Nothing is lost: they are made from the sources.',
    remedy: 'Run `prank build`.',
  },
  prompts_unreadable: {
    exit: ExitCode.usage,
    cause: 'The file with the prompts, .prank/prompts.parquet, is damaged or from another version of prank.',
    remedy: 'Make it again with `prank build`: the same sources give the same prompts, and they keep their answers.',
  },
  prompts_differ: {
    exit: ExitCode.unsafe,
    cause:
      'The prompts here are not those that prank.lock.json names. Going on could remove prompts that people are rating, so `prank sync` stopped before it changed anything.',
    remedy:
      'On the machine that built them last, commit prank.lock.json and run `prank pull`, which backs the prompts up. Or build them here with `prank build`.',
  },
  manifest_damaged: {
    exit: ExitCode.usage,
    cause:
      '.prank/manifest.json, which counts what the build read and left out, is damaged or from another version of prank.',
    remedy: 'Make it again with `prank build`, or delete it: the card then leaves these counts out.',
  },
} as const satisfies ErrorCases;
