import { z } from 'zod';
import { defaults } from '../defaults.ts';
import { oneOf, wholeNumber } from './schema-parts.ts';

const certainty = 'a number from 0.5 to 0.999';

const topExport = z.union(
  [
    z.boolean(),
    z.strictObject(
      {
        score: z.number("a number on the question's scale").optional().meta({
          description: 'Score that a prompt surely reaches; left out, three quarters up the scale: 4 on 1 to 5.',
        }),
        certainty: z
          .number(certainty)
          .min(0.5, certainty)
          .max(0.999, certainty)
          .optional()
          .meta({ description: 'Probability that it does.', default: defaults.publish.exports.top.certainty }),
      },
      'a section with score and certainty',
    ),
  ],
  'true, false, or {score, certainty}',
);

const largestExport = 1_000_000;

const preferenceExport = z.union(
  [
    z.boolean(),
    z.strictObject(
      {
        max: wholeNumber(1, largestExport, `a whole number of pairs from 1 to ${largestExport}`)
          .optional()
          .meta({ description: 'Pairs at most.', default: defaults.publish.exports.preferences.max }),
        within: oneOf(['any', 'source', 'kind']).optional().meta({
          description: 'Which prompts are compared: any two, or only those of one source or of one kind.',
          default: defaults.publish.exports.preferences.within,
        }),
      },
      'a section with max and within',
    ),
  ],
  'true, false, or {max, within}',
);

/** What is published for training in addition to the ranking. */
export const exportSchema = z.strictObject(
  {
    top: topExport.optional().meta({ description: 'Prompts that surely have a high score, to generate data from.' }),
    preferences: preferenceExport
      .optional()
      .meta({ description: 'Pairs of a better and a worse prompt that are surely told apart, for reward models.' }),
  },
  'a section with top and preferences',
);
