import { stringify } from 'yaml';
import { printable } from '../../lib/text/text.ts';
import type { ReleaseInput } from '../input.ts';
import { plainText } from '../card/markdown.ts';

/** Tag that identifies a Space with a dashboard. */
export const dashboardTag = 'prank-dashboard';

/** The Hub allows at most 60 characters. */
const shortDescription = 'Progress and ranked prompts of a rating campaign';

/** README.md of the Space that shows the page. Written only once; then it belongs to its owner. */
export function renderSpaceCard({ name, publish: { dataset } }: ReleaseInput['campaign']): string {
  const fields = {
    title: printable(name, 60),
    emoji: '📊',
    colorFrom: 'blue',
    colorTo: 'indigo',
    sdk: 'static',
    app_file: 'index.html',
    pinned: false,
    short_description: shortDescription,
    tags: [dashboardTag],
    ...(dataset === null ? {} : { datasets: [dataset] }),
  };
  return [
    `---\n${stringify(fields, { version: '1.1', lineWidth: 0 })}---`,
    `# ${plainText(name)}`,
    `prank writes index.html anew with every release; it knows this Space by the tag \`${dashboardTag}\`. All else here is yours to edit.`,
    '',
  ].join('\n\n');
}
