import { z } from 'zod';
import { defaults } from '../defaults.ts';
import { metadataName, oneOf, promptsOrAll, sourceRepository, text, textLike } from './schema-parts.ts';

const filePattern = text('a file of this folder, with * and ** for many', 1000);
const columnOrPath = text('a column or path such as conversations[0].value');
const kind = oneOf(['human', 'synthetic', 'unknown']);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], 'a text, number, true, false or null');

const kindByColumn = z.strictObject(
  {
    column: columnOrPath.meta({ description: 'The column or path that tells the kind.' }),
    map: z
      .record(z.string(), kind, 'value of the column: human, synthetic or unknown')
      .meta({ description: 'Which value of the column means which kind.' }),
  },
  'a section with column and map',
);

const share = (whole: string) => {
  const allowed = `a share ${whole}, above 0, at most 1`;
  return z.number(allowed).gt(0, allowed).max(1, allowed);
};

const strata = z.strictObject(
  {
    by: columnOrPath.meta({ description: 'The column or path that holds the stratum.' }),
    shares: z
      .union(
        [oneOf(['proportional', 'equal']), z.record(z.string(), share('of the source'), 'value: share of the source')],
        'proportional, equal, or value: share of the source',
      )
      .optional()
      .meta({ description: 'How much each value gets.', default: defaults.source.strataShares }),
  },
  'a section with by and shares',
);

const places = {
  file: z
    .union(
      [filePattern, z.array(filePattern).min(1, 'a list of at least one file')],
      'a file or pattern such as data/*.jsonl.gz, or a list of them',
    )
    .optional()
    .meta({ description: 'Files here, relative to prank.yaml: csv, tsv, json, jsonl, parquet, each also .gz.' }),
  hub: sourceRepository.optional().meta({ description: 'A dataset on the Hugging Face Hub, instead of file.' }),
  revision: text('a branch, tag or commit', 200)
    .optional()
    .meta({ description: 'Branch, tag or commit of the Hub dataset.', default: defaults.source.revision }),
  path: text('a file of the Hub dataset, with * and ** for many', 1000)
    .optional()
    .meta({ description: 'Which files of the Hub dataset to read.' }),
  delimiter: textLike(/^(tab|[^"'\r\n])$/u, 'one character, or tab')
    .optional()
    .meta({ description: 'What separates the fields of a csv file; found out from its first line when left out.' }),
  prompt: z
    .union(
      [columnOrPath, z.array(columnOrPath).min(1, 'a list of at least one column or path')],
      'a column, a path such as conversations[0].value, or a list',
    )
    .meta({ description: 'Where the prompt stands: column or path; a list is tried in order.' }),
  where: z
    .record(
      columnOrPath,
      z.union([scalar, z.array(scalar).min(1, 'a list of at least one value')], 'a value, or a list of values'),
      'column or path: value, or list of values',
    )
    .optional()
    .meta({ description: 'Only rows whose columns have these values; a list means "one of".' }),
  on_bad_row: oneOf(['fail', 'skip']).optional().meta({
    description: 'When a row can not be read: fail, or count it and go on. Default: that of build.',
  }),
};

/** One entry of `build.exclude`, as written. */
export const exclusionSchema = z.strictObject(places, 'a section with file or hub, prompt, and more');

/** One entry of `sources`, as written. */
export const sourceSchema = z.strictObject(
  {
    id: textLike(/^[A-Za-z0-9_.-]{1,100}$/, 'a name of letters, digits, _ . and -').meta({
      description: 'Short name of the source; every prompt carries it.',
    }),
    ...places,
    kind: z
      .union([kind, kindByColumn], 'human, synthetic, unknown, or {column, map}')
      .optional()
      .meta({ description: 'Who wrote the prompts.', default: defaults.source.kind }),
    license: text('the name of a licence such as apache-2.0', 100)
      .optional()
      .meta({ description: 'Licence of the source.' }),
    metadata: z
      .record(metadataName, columnOrPath, 'name: column or path')
      .optional()
      .meta({ description: 'More columns to carry along: name: column or path.' }),
    take: promptsOrAll().optional().meta({
      description: 'How many prompts to draw from the source.',
      default: defaults.source.take,
    }),
    share: share('of the build').optional().meta({ description: 'Share of the size of the build, instead of take.' }),
    strata: z
      .union([columnOrPath, strata], 'a column or path, or {by, shares}')
      .optional()
      .meta({ description: 'Spreads what is drawn over the values of a column, such as a language or topic.' }),
    enabled: z.boolean('true or false').optional().meta({
      description: 'false leaves the source out, and keeps it readable here.',
      default: defaults.source.enabled,
    }),
  },
  'a section with id, file or hub, prompt, and more',
);
