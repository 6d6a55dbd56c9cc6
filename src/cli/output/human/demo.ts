import type { DemoResult } from '../../../campaign/demo.ts';
import { packageFile } from '../../../lib/files/package-root.ts';
import { isOnPath, prankCommand, prankCommandIn, shellCommand } from '../../../lib/text/shell-command.ts';

/** What a demo made in `dir`, with paths from the current folder, and what to try next. */
export function renderDemo({ prompts, raters: people, answers, release }: DemoResult, dir: string): string {
  return [
    `${people} simulated raters gave ${answers.total} answers on ${prompts} prompts; ${release.rows} of them are ranked.`,
    '',
    'Look at it:',
    `  ${dir}/release/dashboard.html  progress, charts, leaderboard and all prompts: open it in a browser`,
    `  ${dir}/release/README.md       the dataset card; the tables are in data/, ratings/, raters/`,
    `  ${prankCommandIn(dir, 'rank', '--top', '10')}`,
    'Rate yourself:',
    `  ${prankCommandIn(dir, 'serve', '--rater', 'me')}`,
    '      then open the address, and sign in as `me` with the password that it prints',
    'Start your own:',
    `  ${prankCommand('init', 'my-campaign')}`,
    ...(isOnPath()
      ? []
      : ['To type just prank from now on:', `  ${shellCommand(['npm', 'install', '--global', packageFile()])}`]),
  ].join('\n');
}
