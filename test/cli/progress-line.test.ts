import { beforeEach, describe, expect, it } from 'vitest';
import { createProgressLine, type ProgressClock } from '../../src/cli/terminal/progress-line.ts';
import { createProgressRate } from '../../src/cli/terminal/progress-rate.ts';
import { renderProgress } from '../../src/cli/terminal/progress-text.ts';

let written = '';
let nowMs = 0;
let ticks: { ms: number; tick: () => void; next: number }[] = [];
const clock: ProgressClock = {
  now: () => nowMs,
  every(ms, tick) {
    const own = { ms, tick, next: nowMs + ms };
    ticks.push(own);
    return () => void (ticks = ticks.filter((other) => other !== own));
  },
};
const write = (text: string): void => void (written += text);

beforeEach(() => {
  [written, nowMs, ticks] = ['', 0, []];
});

/** Lets time pass and runs what is due. */
function pass(ms: number): void {
  const end = nowMs + ms;
  for (;;) {
    const due = ticks.filter(({ next }) => next <= end).toSorted((a, b) => a.next - b.next)[0];
    if (due === undefined) break;
    nowMs = due.next;
    due.next += due.ms;
    due.tick();
  }
  nowMs = end;
}

function takeWritten(): string {
  const text = written;
  written = '';
  return text;
}

describe('in a log', () => {
  it('writes one line per tenth of the way, with rate and time left', () => {
    const line = createProgressLine({ write }, clock);
    for (let done = 0; done <= 1000; done += 10) {
      line.show({ task: 'writing', done, total: 1000 });
      pass(100);
    }
    const lines = takeWritten().trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[4]).toBe('writing: 500 of 1,000 (50 %), 100 a second, 5 s left');
    expect(lines[9]).toBe('writing: 1,000 of 1,000 (100 %), 100 a second, 10 s');
  });

  it('writes nothing for a step under a second, however many things it counts', () => {
    const line = createProgressLine({ write }, clock);
    for (let done = 0; done <= 100_000; done += 100) {
      line.show({ task: 'writing', done, total: 100_000 });
      nowMs += 0.9;
    }
    expect(takeWritten()).toBe('');
  });

  it('writes ever rarer lines if the end is unknown, even while nothing is reported', () => {
    const line = createProgressLine({ write }, clock);
    line.show({ task: 'waiting', done: 0, total: null });
    pass(60_000);
    expect(takeWritten().trimEnd().split('\n')).toEqual([2, 4, 8, 16, 32].map((s) => `waiting: ${s} s so far`));
  });

  it('counts a second run of the same step from its own start', () => {
    const line = createProgressLine({ write }, clock);
    for (const done of [0, 5, 10]) {
      line.show({ task: 'writing', done, total: 10 });
      pass(900);
    }
    takeWritten();
    line.show({ task: 'writing', done: 0, total: 10 });
    line.show({ task: 'writing', done: 5, total: 10 });
    expect(takeWritten()).toBe('');
  });

  it('is silent once the command has printed its result', () => {
    const line = createProgressLine({ write }, clock);
    line.show({ task: 'waiting', done: 0, total: null });
    line.end();
    pass(60_000);
    expect(takeWritten()).toBe('');
  });
});

describe('on a terminal', () => {
  it('redraws at most ten times a second, and counts the seconds on its own', () => {
    const line = createProgressLine({ write, isTTY: true, columns: 80 }, clock);
    for (let done = 0; done < 1000; done += 1) {
      line.show({ task: 'writing', done, total: 1_000_000 });
      nowMs += 1;
    }
    expect(takeWritten().split('\r').length - 1).toBe(10);
    line.show({ task: 'waiting', done: 0, total: null });
    takeWritten();
    pass(3000);
    const frames = takeWritten().split('\r\u001b[2K').slice(1);
    expect(frames.length).toBeGreaterThanOrEqual(3);
    expect(frames.at(-1)).toMatch(/^waiting: [34] s so far$/u);
  });

  it('cuts the line to the width, which may change', () => {
    const stream = { write, isTTY: true, columns: 30 };
    const line = createProgressLine(stream, clock);
    line.show({ task: 'download \u001b[31mdata/äöü-train-00000.parquet', done: 1, total: 2 });
    const wide = takeWritten().replace('\r\u001b[2K', '');
    expect(wide).toHaveLength(29);
    expect(wide).not.toContain('\u001b');
    stream.columns = 12;
    pass(1000);
    expect(takeWritten().replace('\r\u001b[2K', '')).toHaveLength(11);
  });
});

describe('the rate', () => {
  it('is the mean at first, and follows a change within some seconds', () => {
    const rate = createProgressRate();
    expect(rate.perSecond()).toBeNull();
    for (let second = 0; second <= 10; second += 1) rate.update(second * 100, second * 1000);
    expect(rate.perSecond()).toBeCloseTo(100, 5);
    for (let second = 1; second <= 30; second += 1) rate.update(1000 + second * 10, 10_000 + second * 1000);
    expect(rate.perSecond()).toBeLessThan(11);
  });
});

describe('the text', () => {
  const step = { task: 't', done: 0, total: null, perSecond: null, elapsedMs: 0 };
  it.each([
    [step, 't …'],
    [{ ...step, elapsedMs: 2000 }, 't: 2 s so far'],
    [{ ...step, total: 0 }, 't …'],
    [
      { ...step, done: 5, total: 10, perSecond: 0.05, elapsedMs: 9e4 },
      't: 5 of 10 (50 %), 0.1 a second, 1 min 40 s left',
    ],
    [
      { ...step, done: 1, total: 100, perSecond: 0.01, elapsedMs: 9e4 },
      't: 1 of 100 (1 %), <0.1 a second, 2 h 45 min left',
    ],
    [
      { ...step, done: 12e6, total: 24e6, perSecond: 3e6, elapsedMs: 4000, unit: 'bytes' as const },
      't: 12 MB of 24 MB (50 %), 3 MB a second, 4 s left',
    ],
  ])('of %j is %s', (progress, text) => {
    expect(renderProgress(progress)).toBe(text);
  });
});
