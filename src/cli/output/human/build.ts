import type { BuildOutcome, BuildPreview, BuildExamples } from '../../../campaign/build.ts';
import { showLicense } from '../../../lib/licenses/find-license.ts';
import { printable } from '../../../lib/text/text.ts';
import { renderStep } from './step.ts';
import { renderCounts, renderTable } from './table.ts';
import { showFigure, showCount, countOf, showBytes } from '../../../lib/text/numbers.ts';

/** What was read, kept and left out, by source and in total. */
export function renderOutcome({ prompts, candidates, dropped, sources }: BuildOutcome): string {
  const rows = sources.map(({ id, kind, read, kept }) => [id, kind, showCount(read), showCount(kept)]);
  const left = Object.keys(dropped).length === 0 ? '' : ` Left out: ${renderCounts(dropped)}.`;
  return `${renderTable(['source', 'kind', 'read', 'kept'], rows)}\n\n${countOf(prompts, 'prompt')} of ${countOf(candidates, 'candidate')}.${left}`;
}

const engines = { duckdb: 'DuckDB would build it, on this machine.', spark: 'Spark would build it.' };

/** What a build would read and take. */
export function renderPreview({ engine, steps, sources }: BuildPreview): string {
  const rows = sources.map(({ id, kind, license, files, rows: count, wanted }) => [
    id,
    kind,
    license === null ? 'none declared' : showLicense(license),
    showCount(files.length),
    showBytes(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
    count === null ? '–' : showCount(count),
    wanted === null ? 'all' : showCount(wanted),
  ]);
  const table = renderTable(['source', 'kind', 'licence', 'files', 'size', 'rows', 'take'], rows);
  return `${steps.map((step) => renderStep(step)).join('\n')}\n\n${table}\n\n${engines[engine]}`;
}

const exampleWidth = 100;

function quote(text: string): string {
  return `"${printable(text, exampleWidth)}"`;
}

/** Examples of what each filter did. */
export function renderBuildExamples({ dropped, redacted, near }: BuildExamples, outcome: BuildOutcome): string {
  const sections = Object.entries(dropped).map(([reason, examples]) => {
    const count = outcome.dropped[reason] ?? 0;
    const lines = examples.map(({ source, place, prompt }) => `  ${place ?? source}: ${quote(prompt)}`);
    return [`${reason.replaceAll('_', ' ')}: ${count} left out, such as`, ...lines].join('\n');
  });
  if (redacted.length > 0) {
    const lines = redacted.map(({ place, before, after }) => `  ${place}: ${quote(before)}\n    now ${quote(after)}`);
    sections.push(['personal data were replaced, such as', ...lines].join('\n'));
  }
  const pairs = (title: string, examples: BuildExamples['near']['kept']): void => {
    if (examples.length === 0) return;
    const lines = examples.map(
      ({ similarity, first, second }) =>
        `  ${showFigure(similarity)}  ${first.source}: ${quote(first.prompt)}\n        ${second.source}: ${quote(second.prompt)}`,
    );
    sections.push([title, ...lines].join('\n'));
  };
  pairs('near-duplicates next to the threshold: the first of each was left out', near.dropped);
  pairs('below the threshold: both of each stay', near.kept);
  return [...sections, `${renderOutcome(outcome)}\nNothing was written.`].join('\n\n');
}
