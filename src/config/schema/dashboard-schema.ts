import { z } from 'zod';
import { defaults } from '../defaults.ts';
import { repository, text, wholeNumber } from './schema-parts.ts';

const rows = 'a whole number of raters from 1 to 1000, or false';
const mostRows = 1000;

/** The dashboard page: where it is published, and who is named on it. */
export const dashboardSchema = z.union(
  [
    repository('a Space'),
    z.strictObject(
      {
        space: repository('a Space')
          .optional()
          .meta({ description: 'Static Space that shows the dashboard, as owner/name; left out, it is a file alone.' }),
        leaderboard: z
          .union([wholeNumber(1, mostRows, rows), z.literal(false)], rows)
          .optional()
          .meta({
            description: 'Raters on the leaderboard, under the names that raters says; false = no leaderboard.',
            default: defaults.publish.leaderboard,
          }),
        opt_out: z
          .array(text('a username', 200), 'a list of usernames')
          .optional()
          .meta({ description: 'Usernames of raters who are not to be listed; their answers still count.' }),
      },
      'a section with space, leaderboard and opt_out',
    ),
  ],
  'a Space on the Hub as owner/name, or {space, leaderboard, opt_out}',
);
