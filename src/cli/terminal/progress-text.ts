import { showCount } from '../../lib/text/count-words.ts';

/** How far a step is. */
export interface StepProgress {
  task: string;
  done: number;
  /** null = not known. */
  total: number | null;
  unit?: 'bytes';
  perSecond: number | null;
  elapsedMs: number;
}

/** `writing records: 5,000 of 10,000 (50 %), 320 a second, 16 s left`; without a known end the time so far. */
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
        ? [`${showTime(elapsedMs)} so far`]
        : [`${showTime((1000 * (total - done)) / perSecond)} left`];
  const parts = [...count, ...rate, ...time.map((text) => (isOver ? text.replace(' so far', '') : text))];
  return parts.length === 0 ? `${task} …` : `${task}: ${parts.join(', ')}`;
}

/** Before that, rate and time are noise. */
const leastMs = 1000;

/** `12.3 MB`, as the Hub counts. */
function showBytes(bytes: number): string {
  return bytes < 1e6 ? `${showCount(Math.round(bytes / 1e3))} kB` : `${showCount(Math.round(bytes / 1e5) / 10)} MB`;
}

function showRate(perSecond: number): string {
  return perSecond >= 10 ? showCount(Math.round(perSecond)) : perSecond.toFixed(1);
}

/** `16 s`, `3 min 20 s`, `2 h 5 min`; rounded up. */
function showTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
