import { countOf, showCount } from '../../lib/text/numbers.ts';
import type { Progress, WaveProgress } from './measure-progress.ts';
import { renderBar } from './progress-bar.ts';

/** Maximum number of waves shown with their own bars. */
const mostWaves = 24;

/** How many prompts are complete, the state of the others, and the waves, as HTML. */
export function renderProgress(progress: Progress): string {
  const { prompts, completed, byAnswers } = progress;
  const overlap = byAnswers.length - 1;
  const steps = toSteps(byAnswers);
  return [
    '<div class="complete">',
    `<p class="share"><strong>${showPart(completed, prompts)}</strong> complete</p>`,
    `<p class="count">${showCount(completed)} of ${countOf(prompts, 'prompt')} ${completed === 1 ? 'has' : 'have'} ${countOf(overlap, 'answer')}${completed === 0 ? '' : ' or more'}${missingWords(progress)}</p>`,
    '</div>',
    renderBar(
      'stack',
      steps.toReversed().map(({ count, className }) => ({
        share: prompts === 0 ? 0 : count / prompts,
        className: `fill ${className}`,
      })),
    ),
    `<ul class="legend">${steps
      .toReversed()
      .map(
        ({ label, count, className }) =>
          `<li><span class="key ${className}"></span>${label} <b>${showCount(count)}</b></li>`,
      )
      .join('')}</ul>`,
    ...renderWaves(progress.waves),
  ].join('\n');
}

interface ProgressStep {
  label: string;
  count: number;
  className: string;
}

/** One step per number of answers; at most three between none and complete. */
function toSteps(byAnswers: readonly number[]): ProgressStep[] {
  const overlap = byAnswers.length - 1;
  const between = overlap - 1;
  const parts = Math.min(3, between);
  const steps = Array.from({ length: parts }, (_, index): ProgressStep => {
    const from = 1 + Math.round((index * between) / parts);
    const to = Math.round(((index + 1) * between) / parts);
    const label = from === to ? countOf(from, 'answer') : `${from} to ${to} answers`;
    const count = byAnswers.slice(from, to + 1).reduce((sum, own) => sum + own, 0);
    return { label, count, className: `part-${index + 1}` };
  });
  return [
    { label: 'No answer yet', count: byAnswers[0] ?? 0, className: 'part-0' },
    ...steps,
    { label: `${countOf(overlap, 'answer')} or more`, count: byAnswers[overlap] ?? 0, className: 'part-all' },
  ];
}

function missingWords({ missing }: Progress): string {
  return missing === 0 ? '.' : `; ${countOf(missing, 'answer')} to go.`;
}

/** Never shows 100 % before everything is done, or 0 % for more than nothing. */
function showPart(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const share = Math.floor((part / whole) * 100);
  return share === 0 ? '&lt;1 %' : `${share} %`;
}

/** Finished waves and future waves get one line each. */
function renderWaves(waves: readonly WaveProgress[]): string[] {
  if (waves.length < 2) return [];
  const open = waves.filter(({ completed, prompts, answers }) => completed < prompts && answers > 0);
  const done = waves.filter(({ completed, prompts }) => completed === prompts);
  const waiting = waves.filter(({ completed, prompts, answers }) => completed < prompts && answers === 0);
  const shown = open.slice(0, mostWaves);
  const sentences = [
    ...(done.length === 0 ? [] : [`${nameWaves(done)} complete`]),
    ...(open.length > shown.length ? [`${showCount(open.length - shown.length)} more are at work`] : []),
    ...(waiting.length === 0 ? [] : [`${nameWaves(waiting)} yet to come`]),
  ];
  return [
    '<h3>Waves</h3>',
    ...(shown.length === 0 ? [] : [`<ul class="waves">${shown.map(renderWave).join('')}</ul>`]),
    ...(sentences.length === 0 ? [] : [`<p class="muted">${sentences.join('; ')}.</p>`]),
  ];
}

function renderWave({ wave, prompts, completed }: WaveProgress): string {
  return (
    `<li><span class="name">Wave ${showCount(wave)}</span> <span class="of">${showCount(completed)} of ${showCount(prompts)}</span>` +
    `${renderBar('thin', [{ share: completed / prompts, className: 'fill part-all' }])}</li>`
  );
}

/** `Wave 3 is`, `Waves 1 to 4 are`; waves that don't form a run are only counted. */
function nameWaves(waves: readonly WaveProgress[]): string {
  const [first, last] = [waves[0]?.wave ?? 0, waves.at(-1)?.wave ?? 0];
  if (waves.length === 1) return `Wave ${showCount(first)} is`;
  const isRun = last - first === waves.length - 1;
  return isRun ? `Waves ${showCount(first)} to ${showCount(last)} are` : `${showCount(waves.length)} waves are`;
}
