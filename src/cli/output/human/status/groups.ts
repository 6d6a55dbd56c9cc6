import type { GroupProgress } from '../../../../campaign/status/campaign-progress.ts';
import type { StatusResult } from '../../../../campaign/status.ts';
import { countOf, showCount, showShare } from '../../../../lib/text/numbers.ts';
import { renderTerminalChart } from '../../../terminal/chart.ts';
import type { TerminalStyle } from '../../../terminal/style.ts';

const mostGroups = 12;
const mostWaves = 6;

/** Bars of completed prompts by wave, source and kind. Leaves out groupings with fewer than two groups. */
export function renderGroups(result: StatusResult, style: TerminalStyle): string[] {
  return [
    ['Completed by wave', gatherWaves(result)] as const,
    ['Completed by source', gatherSmall(result.bySource)] as const,
    ['Completed by kind', result.byKind] as const,
  ]
    .filter(([, groups]) => groups.length > 1)
    .map(([title, groups]) => renderBars(title, groups, style));
}

function renderBars(title: string, groups: readonly GroupProgress[], style: TerminalStyle): string {
  return renderTerminalChart(
    {
      title,
      mark: 'bar',
      domain: [0, 1],
      rows: groups.map(({ group, prompts, completed, answers }) => ({
        label: group,
        value: completed / prompts,
        notes: [
          showShare(completed / prompts),
          `${showCount(completed)} of ${showCount(prompts)}`,
          countOf(answers, 'answer'),
        ],
      })),
    },
    style,
  );
}

/** The newest waves that have begun, with one row for those before them and one for those that wait. */
function gatherWaves({ byWave, live }: StatusResult): GroupProgress[] {
  let before = 0;
  const begun = byWave.filter(({ prompts }) => (before += prompts) - prompts < live);
  const kept = begun.length > mostWaves ? mostWaves - 1 : begun.length;
  const old = begun.slice(0, begun.length - kept);
  return [
    ...join(old, `${old[0]?.group} to ${old.at(-1)?.group}`),
    ...begun.slice(begun.length - kept),
    ...join(byWave.slice(begun.length), 'waiting'),
  ];
}

/** The largest groups, and the rest in one row. */
function gatherSmall(groups: readonly GroupProgress[]): GroupProgress[] {
  if (groups.length <= mostGroups) return [...groups];
  const kept = new Set(groups.toSorted((a, b) => b.prompts - a.prompts).slice(0, mostGroups - 1));
  const rest = groups.filter((group) => !kept.has(group));
  return [...groups.filter((group) => kept.has(group)), ...join(rest, `${rest.length} others`)];
}

function join(groups: readonly GroupProgress[], group: string): GroupProgress[] {
  if (groups.length === 0) return [];
  const sum = (count: (own: GroupProgress) => number): number => groups.reduce((total, own) => total + count(own), 0);
  return [
    {
      group,
      prompts: sum(({ prompts }) => prompts),
      completed: sum(({ completed }) => completed),
      answers: sum(({ answers }) => answers),
    },
  ];
}
