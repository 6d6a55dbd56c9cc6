import type { Explanations } from './explanation.ts';

/** Sources and the prompts that are made of them. A failed build leaves the last one as it was. */
export const buildCases = {
  no_sources: {
    cause: 'No source is switched on, so there is nothing to build from.',
    cure: 'Add a source to prank.yaml, or take `enabled: false` away from one.',
  },
  source_file_missing: {
    cause: 'A source names a file that is not there. Paths are relative to the folder of prank.yaml.',
    cure: 'Correct `file:` or `path:` of the source; the hint shows a near name where there is one. A folder is named by its files: `data/*.jsonl`.',
  },
  source_file_unreadable: {
    cause: "A file or folder of a source can't be read, though it is there. The message says why.",
    cure: 'Make it readable for you, or take it out of the source, then run the command again.',
  },
  source_format_unknown: {
    cause: 'The name of a file does not tell its format.',
    cure: 'Let it end in .csv, .tsv, .json, .jsonl, .ndjson or .parquet; all but .parquet may have .gz behind it.',
  },
  source_changed: {
    cause: 'A file was written to while prank read it. Nothing was changed.',
    cure: 'Run `prank build` again when the file is complete.',
  },
  source_short: {
    cause: 'A source has fewer usable prompts than prank.yaml asks for. Nothing was changed.',
    cure: 'See with `prank build --explain` what the filters leave out. Then lower `take`, `share` or `size`, loosen the filters, or accept it with `shortage: accept` under build.',
  },
  source_needs_spark: {
    cause: 'A source lies where only Spark can read it, such as s3a://.',
    cure: 'Set `build.engine: spark`, or copy the files here and name those.',
  },
  no_prompts: {
    cause: 'Not one prompt is left: the filters drop every row.',
    cure: 'See which filter it was with `prank build --explain`, then loosen `where` of the source or the filters under build.',
  },
  data_malformed: {
    cause:
      "A file of a source has a row that can't be read: broken JSON, a missing column, a damaged archive. The message names file and line.",
    cure: 'Mend the row or fetch the file again. To leave out such rows and count them, set `on_bad_row: skip` under build.',
  },
  path_invalid: {
    cause: 'A path to a column in prank.yaml is not written as paths are.',
    cure: 'Write it like messages[role=user].content or turns[0].text; a name with dots stands in brackets and quotes: ["odd.name"].',
  },
  pattern_invalid: {
    cause: 'A pattern under build.drop is no regular expression, or would drop every prompt.',
    cure: 'Correct it: patterns are regular expressions of JavaScript; (?i), (?m) and (?s) may stand in front.',
  },
  language_unknown: {
    cause: "build.language names a language that prank can't tell from others.",
    cure: 'Take two-letter codes from the list in the hint, such as en or de.',
  },
  hub_not_given: {
    cause: 'A source is a dataset on the Hub, but this build was started from code without access to the Hub.',
    cure: "Run `prank build`, or give the library's build a port to the Hub.",
  },
  explain_needs_duckdb: {
    cause: '`prank build --explain` can show its examples only where DuckDB builds, and prank.yaml says Spark.',
    cure: 'Try it with `build.engine: duckdb` on a part of the files.',
  },
  spark_missing: {
    cause: 'prank.yaml asks for Spark, but there is no spark-submit on this machine.',
    cure: 'Set SPARK_HOME to the folder of Spark 3.5 or later, or take `build.engine: duckdb`.',
  },
  spark_failed: {
    cause: 'Spark started and ended with a failure. Nothing was changed.',
    cure: 'Look at the end of its log: `prank build --json` has it under details. build.spark in prank.yaml says how it is started.',
  },
  lock_missing: {
    cause: 'There is no prank.lock.json, so `prank build --check` has nothing to check against.',
    cure: 'Make it with `prank build`, and commit it.',
  },
  lock_unreadable: {
    cause:
      'prank.lock.json is damaged: it has conflict markers of git, is empty or cut off, or is from another version of prank. ' +
      'It says which commits of Hub datasets a build reads, so prank stopped, and nothing was changed.',
    cure:
      'After a merge, resolve prank.yaml, take the whole lock of one branch (`git checkout --ours prank.lock.json`, or --theirs), ' +
      'and run `prank build`. Otherwise restore the last committed lock: `git checkout HEAD -- prank.lock.json`. ' +
      'If there is none, `prank build --update` pins the newest commits; the prompts may then change.',
  },
  lock_differs: {
    cause:
      'The same files no longer give the prompts that prank.lock.json promises: sources, filters or files were changed since. Nothing was changed.',
    cure: 'If the change is meant, run `prank build` and commit the new lock. If not, bring the old files back; the message says which differ.',
  },
  prompts_missing: {
    cause:
      'The prompts of the campaign were not built here yet, or .prank was deleted. Nothing is lost: they are made from the sources.',
    cure: 'Run `prank build`.',
  },
  prompts_unreadable: {
    cause: 'The file with the prompts, .prank/prompts.parquet, is damaged or from another version of prank.',
    cure: 'Make it again with `prank build`: the same sources give the same prompts, and answers stay with them.',
  },
  prompts_differ: {
    cause:
      'The prompts here are not those that prank.lock.json names. Going on could take running prompts away from raters, so `prank sync` stopped before it changed anything.',
    cure: 'On the machine where they were built last: commit prank.lock.json and run `prank pull`, which backs the prompts up. Or make them here with `prank build`.',
  },
  manifest_damaged: {
    cause:
      '.prank/manifest.json, which counts what the build read and left out, is damaged or from another version of prank.',
    cure: 'Make it again with `prank build`, or delete it: the card then does without these counts.',
  },
} as const satisfies Explanations;
