import type { Event } from '../../model.ts';
import { printable } from '../../lib/text/text.ts';
import { fitText } from './fit-text.ts';
import { renderProgress, type StepProgress } from './progress-text.ts';
import { createProgressRate, type ProgressRate } from './progress-rate.ts';

type Progress = Omit<Extract<Event, { type: 'progress' }>, 'type'>;

export interface ProgressLine {
  show(progress: Progress): void;
  /** Called before other messages: a line that is redrawn makes room. */
  clear(): void;
  /** Called when nothing is running any more. */
  end(): void;
}

/** The clock of a progress line. */
export interface ProgressClock {
  /** Milliseconds. */
  now(): number;
  /** Calls `tick` again and again without keeping the process alive; returns a function that stops it. */
  every(ms: number, tick: () => void): () => void;
}

/** The part of stderr that a line needs. */
export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export const systemProgressClock: ProgressClock = {
  now: () => performance.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
};

/**
 * On a terminal, one line that is redrawn. In a log, one line per tenth of any work that takes longer than a second.
 */
export function createProgressLine(stream: ProgressStream, clock: ProgressClock = systemProgressClock): ProgressLine {
  return stream.isTTY === true ? createTerminalLine(stream, clock) : createLogLines(stream, clock);
}

const redrawMs = 100;
const tickMs = 1000;

function createTerminalLine(stream: ProgressStream, clock: ProgressClock): ProgressLine {
  const steps = createSteps(clock);
  let current: Step | null = null;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isShown = false;
  let stopTicking: (() => void) | null = null;
  const draw = (): void => {
    if (current === null) return;
    const text = renderProgress(describe(current, clock));
    stream.write(`\r\u001b[2K${fitText(text, (stream.columns ?? 80) - 1, { unicode: true })}`);
    drawnAt = clock.now();
    isShown = true;
  };
  const clear = (): void => {
    if (isShown) stream.write('\r\u001b[2K');
    isShown = false;
  };
  return {
    show(progress) {
      const isNew = current?.progress.task !== progress.task;
      current = steps.update(progress);
      // A step that waits for a server or a native library reports nothing, but its seconds must go on.
      stopTicking ??= clock.every(tickMs, draw);
      if (isNew || clock.now() - drawnAt >= redrawMs) draw();
    },
    clear,
    end() {
      clear();
      stopTicking?.();
      [stopTicking, current] = [null, null];
    },
  };
}

/** Short work needs no lines of its own: the answer is enough. */
const shortMs = 1000;
/** If the end is unknown: a line after this time, and then each time after twice as long. */
const firstUnknownMs = 2000;

function createLogLines(stream: ProgressStream, clock: ProgressClock): ProgressLine {
  const steps = createSteps(clock);
  let current: Step | null = null;
  let stopTicking: (() => void) | null = null;
  const log = (step: Step): void => {
    const progress = describe(step, clock);
    const tenth = tenthOf(progress);
    const isDue = tenth === null ? progress.elapsedMs >= step.nextUnknownMs : tenth > step.tenth;
    if (!isDue || progress.elapsedMs < shortMs) return;
    step.tenth = tenth ?? 0;
    step.nextUnknownMs = Math.max(firstUnknownMs, progress.elapsedMs * 2);
    stream.write(`${printable(renderProgress(progress))}\n`);
  };
  return {
    show(progress) {
      current = steps.update(progress);
      log(current);
      stopTicking ??= clock.every(tickMs, () => current !== null && log(current));
    },
    clear() {},
    end() {
      stopTicking?.();
      [stopTicking, current] = [null, null];
    },
  };
}

interface Step {
  progress: Progress;
  rate: ProgressRate;
  startedAt: number;
  updatedAt: number;
  /** Tenth of the work at which a line was last logged. */
  tenth: number;
  nextUnknownMs: number;
}

/** Steps by their task. A step that starts again, or another one with the same name, starts from zero. */
function createSteps(clock: ProgressClock): { update: (progress: Progress) => Step } {
  const steps = new Map<string, Step>();
  return {
    update(progress) {
      const known = steps.get(progress.task);
      const isSame = known !== undefined && progress.done >= known.progress.done && !isOver(known.progress);
      const step = isSame ? known : startStep(progress, clock);
      steps.set(progress.task, step);
      step.progress = progress;
      step.updatedAt = clock.now();
      step.rate.update(progress.done, clock.now());
      return step;
    },
  };
}

function startStep(progress: Progress, clock: ProgressClock): Step {
  const startedAt = clock.now();
  return {
    progress,
    rate: createProgressRate(),
    startedAt,
    updatedAt: startedAt,
    tenth: 0,
    nextUnknownMs: firstUnknownMs,
  };
}

function isOver({ done, total }: Progress): boolean {
  return total !== null && done >= total;
}

function describe({ progress, rate, startedAt, updatedAt }: Step, clock: ProgressClock): StepProgress {
  const until = isOver(progress) ? updatedAt : clock.now();
  return { ...progress, perSecond: rate.perSecond(), elapsedMs: until - startedAt };
}

/** null = the end is unknown. */
function tenthOf({ done, total }: Progress): number | null {
  return total === null || total === 0 ? null : Math.floor((10 * done) / total);
}
