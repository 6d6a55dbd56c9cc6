import { z } from 'zod';
import { defaults } from '../defaults.ts';
import { largestCount, metadataName, oneOf, text, textLike, waveSetting, wholeNumber } from './schema-parts.ts';

// These are the limits of Argilla 2.8, or tighter if its own software fails on names that its server accepts.

const questionSchema = z.strictObject(
  {
    name: textLike(/^[a-z0-9_-]{1,200}$/, 'a name of lower-case letters, digits, _ and -')
      .optional()
      .meta({
        description: 'Name of the question in Argilla.',
        default: defaults.task.question.name,
      }),
    title: text('one line of 1 to 500 characters').optional().meta({
      description: 'What raters are asked.',
      default: defaults.task.question.title,
    }),
    values: z
      .array(wholeNumber(0, 10, 'a whole number from 0 to 10'), '2 to 11 whole numbers from 0 to 10')
      .min(2, '2 to 11 whole numbers from 0 to 10')
      .max(11, '2 to 11 whole numbers from 0 to 10')
      .optional()
      .meta({ description: 'The scale.', default: defaults.task.question.values }),
    labels: z.array(text('one line of 1 to 500 characters'), 'a list of texts, one for each value').optional().meta({
      description: 'What each value means, in the order of the values.',
      default: defaults.task.question.labels,
    }),
  },
  'a section with name, title, values, labels',
);

const typedMetadata = z.strictObject(
  {
    name: metadataName.meta({ description: 'source, kind, license, length, or a name that a source carries.' }),
    type: oneOf(['terms', 'integer', 'float']).optional().meta({ description: 'How Argilla filters by it.' }),
  },
  'a section with name and type',
);

/** The `task` section, as written. */
export const taskSchema = z.strictObject(
  {
    workspace: textLike(/^[A-Za-z0-9_-]{1,200}$/, 'letters, digits, _ and -')
      .optional()
      .meta({ description: 'Workspace in Argilla; the campaign name when left out.' }),
    dataset: textLike(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,199}$/, '1 to 200 letters, digits, spaces, . _ and -')
      .optional()
      .meta({ description: 'Dataset in Argilla; the campaign name when left out.' }),
    guidelines: text('a text file of this folder', 1000)
      .optional()
      .meta({ description: 'Markdown file that tells raters how to rate, relative to prank.yaml.' }),
    question: questionSchema.optional().meta({ description: 'What raters are asked about every prompt.' }),
    overlap: wholeNumber(1, largestCount, 'a whole number from 1')
      .optional()
      .meta({ description: 'Submitted answers that complete a prompt.', default: defaults.task.overlap }),
    wave: waveSetting().optional().meta({
      description:
        'Prompts that are live at a time; auto = by the number of raters at work at the same time, all = everything at once.',
      default: defaults.task.wave,
    }),
    metadata: z
      .array(z.union([metadataName, typedMetadata], 'a name, or {name, type}'), 'a list of names')
      .optional()
      .meta({
        description:
          'Sent along for the filters of organizers. Raters can read it through the API of Argilla, so none by default. Records that have some keep it, unless this is written.',
        default: [...defaults.task.metadata],
      }),
    visible_metadata: z.array(metadataName, 'a list of names out of metadata').optional().meta({
      description: 'Metadata that raters see too; none keeps the rating blind.',
      default: defaults.task.visibleMetadata,
    }),
  },
  'a section with question, overlap, wave, and more',
);
