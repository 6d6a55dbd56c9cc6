import { z } from 'zod';
import { dashboardSchema } from './dashboard-schema.ts';
import { defaults } from '../defaults.ts';
import { engineKeys } from './engine-schema.ts';
import { exportSchema } from './export-schema.ts';
import { largestCount, oneOf, repository, text, textLike, wholeNumber } from './schema-parts.ts';
import { exclusionSchema, sourceSchema } from './source-schema.ts';
import { taskSchema } from './task-schema.ts';

const characters = wholeNumber(0, 1_000_000, 'a whole number of characters');
const threshold = z
  .number('a number above 0, at most 1')
  .gt(0, 'a number above 0, at most 1')
  .max(1, 'a number above 0, at most 1');

const nearDuplicates = z.union(
  [
    threshold,
    z.literal(false),
    z.strictObject(
      {
        words: wholeNumber(1, 100, 'a whole number from 1 to 100')
          .optional()
          .meta({ description: 'Length of the runs of words.', default: defaults.build.nearDuplicates.words }),
        threshold: threshold.optional().meta({
          description: 'Share of runs in common from which on two prompts count as one.',
          default: defaults.build.nearDuplicates.threshold,
        }),
      },
      'a section with words and threshold',
    ),
  ],
  'a number above 0, at most 1, or false, or {words, threshold}',
);

const language = textLike(/^[a-z]{2}$/, 'a language such as en (ISO 639-1)');
const languages = z.array(language).min(1, 'a list of at least one language');

const languageFilter = z.union(
  [
    language,
    languages,
    z.strictObject(
      {
        keep: languages.meta({ description: 'Languages to keep, ISO 639-1.' }),
        unknown: oneOf(['keep', 'drop']).optional().meta({
          description: 'Prompts whose language can not be told: too short, or code.',
          default: defaults.build.unknownLanguage,
        }),
      },
      'a section with keep and unknown',
    ),
  ],
  'a language such as en, a list of them, or {keep, unknown}',
);

const buildSchema = z.strictObject(
  {
    size: wholeNumber(1, largestCount, 'a whole number of prompts from 1')
      .optional()
      .meta({ description: 'Prompts of the whole; sources may then say share instead of take.' }),
    length: z
      .strictObject(
        {
          min: characters.optional().meta({ description: 'Shortest prompt.', default: defaults.build.length.min }),
          max: characters.optional().meta({ description: 'Longest prompt.', default: defaults.build.length.max }),
        },
        'a section with min and max',
      )
      .optional()
      .meta({ description: 'Characters of a prompt, after trimming.' }),
    drop: z
      .array(text('a regular expression', 5000), 'a list of regular expressions')
      .optional()
      .meta({ description: 'Prompts that match one of these regular expressions are dropped.' }),
    near_duplicates: nearDuplicates.optional().meta({
      description: 'Prompts that share this much count as one; a number is the threshold, false means exact only.',
      default: defaults.build.nearDuplicates,
    }),
    language: languageFilter.optional().meta({ description: 'Keep only prompts in these languages.' }),
    pii: oneOf(['keep', 'redact', 'drop'])
      .optional()
      .meta({ description: 'E-mail addresses, phone numbers, keys in prompts.', default: defaults.build.pii }),
    exclude: z
      .array(exclusionSchema, 'a list of sections with file or hub, and prompt')
      .optional()
      .meta({ description: 'Prompts that must not be in the dataset: earlier rounds, evaluation sets.' }),
    on_bad_row: oneOf(['fail', 'skip'])
      .optional()
      .meta({ description: 'When a row can not be read.', default: defaults.build.onBadRow }),
    shortage: oneOf(['fail', 'accept'])
      .optional()
      .meta({ description: 'When a source has fewer prompts than take.', default: defaults.build.shortage }),
    ...engineKeys,
  },
  'a section with size, length, drop, near_duplicates, language, pii, exclude, and more',
);

const sleepHours = 'a whole number of hours from 1, or never';

const argillaSchema = z.strictObject(
  {
    space: repository('a Space').optional().meta({ description: 'Argilla on a Hugging Face Space, as owner/name.' }),
    url: text('an http(s) address', 2000).optional().meta({ description: 'An Argilla server that you have.' }),
    local: z.literal(true, 'true').optional().meta({ description: 'The server that prank brings along: prank serve.' }),
    server: oneOf(['argilla', 'extralit']).optional().meta({
      description: 'What the Space runs; left out, a new one runs Argilla and others stay as they are.',
    }),
    hardware: textLike(/^[a-z0-9-]{1,50}$/, 'a hardware of Spaces such as cpu-basic or cpu-upgrade')
      .optional()
      .meta({ description: 'Hardware of the Space; left out, a new one is cpu-basic and others stay as they are.' }),
    sleep_hours: z
      .union([wholeNumber(1, 8760, sleepHours), z.literal('never')], sleepHours)
      .optional()
      .meta({
        description: 'Hours without a visitor after which hardware that costs goes to sleep; 48 for new one.',
      }),
    storage: oneOf(['bucket', 'none']).optional().meta({
      description: 'Where the Space keeps its data; none loses all of it at a restart.',
      default: defaults.space.storage,
    }),
    database: z
      .strictObject(
        {
          env: textLike(/^[A-Z_][A-Z0-9_]{0,99}$/, 'the name of a variable such as ARGILLA_DATABASE_URL').meta({
            description: 'Variable, in the environment or .env, that holds the address of the database.',
          }),
        },
        'a section with env',
      )
      .optional()
      .meta({ description: 'An external database for the Space, such as PostgreSQL.' }),
  },
  'a section with space, url or local',
);

function names(description: string) {
  return z.array(text('a name', 200), 'a list of names').optional().meta({ description });
}

/** Which texts are licences is in rules/. */
const licenseSchema = z.union(
  [
    text('the id of a licence such as cc-by-4.0', 100),
    z.strictObject(
      {
        name: text('the name of the licence', 100).meta({ description: 'Name of terms of your own.' }),
        link: textLike(/^https?:\/\/[^\s<>"]{1,500}$/, 'an address that begins with https:// or http://').meta({
          description: 'Where to read them.',
        }),
      },
      'a section with name and link',
    ),
  ],
  'the id of a licence such as cc-by-4.0, or {name, link}',
);

const publishSchema = z.strictObject(
  {
    dataset: repository('a dataset').optional().meta({ description: 'Hub dataset of the ranking, as owner/name.' }),
    visibility: oneOf(['public', 'private']).optional().meta({
      description: 'Who can see the dataset when prank creates it.',
      default: defaults.publish.visibility,
    }),
    auto: z.boolean('true or false').optional().meta({
      description: 'Whether sync may make the first release. Unless true, a person makes it, with prank publish.',
      default: defaults.publish.auto,
    }),
    every: textLike(/^(?:[1-9]\d{0,3}[hd]|sync)$/, 'hours or days such as 12h or 7d, or sync')
      .optional()
      .meta({
        description: 'How often sync makes a release at most: 12h, 7d, or sync for each time that anything changed.',
        default: defaults.publish.every,
      }),
    license: licenseSchema.meta({ description: 'Licence of what is published.' }),
    raters: oneOf(['pseudonym', 'username', 'omit'])
      .optional()
      .meta({ description: 'How raters appear.', default: defaults.publish.raters }),
    min_responses: wholeNumber(0, 1_000_000, 'a whole number from 0').optional().meta({
      description: 'Submitted answers that a prompt needs to be published.',
      default: defaults.publish.minResponses,
    }),
    license_decisions: z
      .record(z.string(), text('why the prompts of this source may be published', 1000), 'id of a source: reason')
      .optional()
      .meta({
        description: 'Why prompts of a source may be published that declares no licence, or one that does not fit.',
      }),
    exports: exportSchema.optional().meta({ description: 'Files for training in the release; left out, none.' }),
    authors: names('Who is to be cited for the dataset; left out, the owner of the dataset.'),
    thanks: names('Raters who want to be thanked by name, as they want to be called; the others stay unnamed.'),
    dashboard: dashboardSchema
      .optional()
      .meta({ description: 'The page about the campaign: the Space that shows it, and who is named on it.' }),
    backup: repository('a dataset').optional().meta({ description: 'Private Hub dataset to back up to.' }),
    pseudonym_key: oneOf(['env', 'backup']).optional().meta({
      description:
        'Where the key of the pseudonyms is kept: only in .env, or also in the private backup. Left out, prank asks when it makes the key.',
    }),
  },
  'a section with license, dataset, visibility, auto, every, raters, min_responses, license_decisions, exports, authors, thanks, dashboard, backup, pseudonym_key',
);

/** prank.yaml as a person writes it. Rules between keys are in rules/. */
export const configSchema = z.strictObject(
  {
    name: textLike(
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,95}$/,
      '1 to 96 letters, digits, _ and -, first a letter or digit',
    ).meta({ description: 'Name of the campaign; default for the names of workspace and dataset.' }),
    id: textLike(/^[A-Za-z0-9][A-Za-z0-9_-]{0,95}$/, '1 to 96 letters, digits, _ and -, first a letter or digit')
      .optional()
      .meta({
        description:
          'Marks the backup and the release as those of this campaign; left out, its name. When you rename a campaign, write its old name here.',
      }),
    seed: wholeNumber(0, 4_294_967_295, 'a whole number from 0 to 4294967295')
      .optional()
      .meta({ description: 'Fixes every draw by chance.', default: defaults.seed }),
    sources: z
      .array(sourceSchema, 'a list of sources')
      .min(1, 'a list of at least one source')
      .meta({ description: 'Where prompts come from.' }),
    build: buildSchema.optional().meta({ description: 'Which prompts to keep.' }),
    task: taskSchema.optional().meta({ description: 'What raters see and do.' }),
    argilla: argillaSchema.meta({ description: 'Where raters work: space, url or local.' }),
    publish: publishSchema.optional().meta({ description: 'What is published, and how.' }),
  },
  'a section with name, sources, argilla, and more',
);

/** prank.yaml as written: keys and shapes are valid, defaults are not filled in yet. */
export type WrittenConfig = z.infer<typeof configSchema>;
