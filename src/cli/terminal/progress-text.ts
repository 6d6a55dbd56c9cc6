import { showCount, showBytes, showDuration, showRate } from '../../lib/text/numbers.ts';

/** How far a step is. */
export interface StepProgress {
  task: string;
  done: number;
  /** null = unknown. */
  total: number | null;
  unit?: 'bytes';
  perSecond: number | null;
  elapsedMs: number;
}

/** `writing records: 5,000 of 10,000 (50 %), 320 a second, 16 s left`; if the end is unknown, the time so far. */
export function renderProgress({ task, done, total, unit, perSecond, elapsedMs }: StepProgress): string {
  const show = unit === 'bytes' ? showBytes : showCount;
  const isOpen = total === null || total === 0;
  const count = isOpen
    ? done === 0
      ? []
      : [show(done)]
    : [`${show(done)} of ${show(total)} (${Math.floor((100 * done) / total)} %)`];
  const rate =
    perSecond === null || elapsedMs < leastMs
      ? []
      : [`${unit === 'bytes' ? showBytes(perSecond) : showRate(perSecond)} a second`];
  const isOver = !isOpen && done >= total;
  const time =
    elapsedMs < leastMs
      ? []
      : isOpen || isOver || perSecond === null
        ? [`${showDuration(elapsedMs)} so far`]
        : [`${showDuration((1000 * (total - done)) / perSecond)} left`];
  const parts = [...count, ...rate, ...time.map((text) => (isOver ? text.replace(' so far', '') : text))];
  return parts.length === 0 ? `${task} …` : `${task}: ${parts.join(', ')}`;
}

/** Before that, rate and time are noise. */
const leastMs = 1000;
