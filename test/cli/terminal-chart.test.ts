import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderTerminalChart, type TerminalChart } from '../../src/cli/terminal/chart.ts';
import { terminalStyle } from '../../src/cli/terminal/style.ts';

const plain = terminalStyle({ columns: 60 }, {}, { color: false });
const ascii = terminalStyle({ columns: 60 }, { LANG: 'C' }, { color: false });

const dots: TerminalChart = {
  title: 'Mean rating by kind',
  mark: 'dot',
  domain: [1, 5],
  axis: String,
  rows: [
    { label: 'human', value: 3, low: 2, high: 4, notes: ['3.00', '120'] },
    { label: 'synthetic', value: 5, notes: ['5.00', '7'] },
    { label: 'unknown', value: null, notes: ['–', '0'] },
  ],
};

const bars: TerminalChart = {
  title: 'Answers a day',
  mark: 'bar',
  rows: [
    { label: '2026-01-01', value: 2000, notes: ['2000'] },
    { label: '2026-01-02', value: 1000, notes: ['1000'] },
    { label: '2026-01-03', value: 1, notes: ['1'] },
    { label: '2026-01-04', value: 0, notes: ['0'] },
  ],
};

describe('renderTerminalChart', () => {
  it('draws dots with the whiskers of their intervals', () => {
    expect(renderTerminalChart(dots, plain).split('\n')).toEqual([
      'Mean rating by kind',
      'human               ├─────────●────────┤           3.00  120',
      'synthetic                                       ●  5.00    7',
      'unknown                                               –    0',
      '           1                                    5',
    ]);
  });

  it('draws bars in eighths of a column, at least one for small values', () => {
    expect(renderTerminalChart(bars, plain).split('\n')).toEqual([
      'Answers a day',
      `2026-01-01  ${'█'.repeat(42)}  2000`,
      `2026-01-02  ${'█'.repeat(21)}${' '.repeat(21)}  1000`,
      `2026-01-03  ▏${' '.repeat(41)}     1`,
      `2026-01-04  ${' '.repeat(42)}     0`,
    ]);
  });

  it('uses ASCII if nothing else can be shown', () => {
    const text = [dots, bars].map((chart) => renderTerminalChart(chart, ascii)).join('\n');
    expect(text.replaceAll('–', '-')).toMatch(/^[\x20-\x7e\n]*$/u);
  });

  it('colours on a terminal, unless NO_COLOR is set', () => {
    const colorful = terminalStyle({ isTTY: true, columns: 60 }, {}, { color: true });
    expect(renderTerminalChart(bars, colorful)).toContain('\u001b[34m');
    const muted = terminalStyle({ isTTY: true, columns: 60 }, { NO_COLOR: '1' }, { color: true });
    expect(renderTerminalChart(bars, muted)).not.toContain('\u001b');
  });

  it('never exceeds the line, whatever the labels and figures are', () => {
    const number = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(null));
    const row = fc.record({
      label: fc.string({ unit: 'grapheme', maxLength: 80 }),
      value: number,
      low: number,
      high: number,
      notes: fc.constant(['1.00 (0.50 to 2.00)', '12345']),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.constantFrom<TerminalChart['mark']>('bar', 'dot'),
        fc.constantFrom({}, { LANG: 'C' }),
        fc.integer({ min: 50, max: 200 }),
        (rows, mark, environment, columns) => {
          const style = terminalStyle({ columns }, environment, { color: false });
          const lines = renderTerminalChart({ title: 'x'.repeat(300), mark, rows }, style).split('\n');
          expect(lines).toHaveLength(rows.length + 1);
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('terminalStyle', () => {
  it.each([
    [{ columns: 120 }, {}, 120],
    [{}, { COLUMNS: '100' }, 100],
    [{}, { COLUMNS: 'wide' }, 80],
    [{}, {}, 80],
    [{ columns: 3 }, {}, 40],
  ])('with %j and %j it is %i columns wide', (stream, environment, width) => {
    expect(terminalStyle(stream, environment, { color: false }).width).toBe(width);
  });

  it.each([
    [{}, true],
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, false],
    [{ TERM: 'dumb', LANG: 'C.UTF-8' }, false],
  ])('with %j Unicode is %j', (environment, unicode) => {
    expect(terminalStyle({}, environment, { color: false }).unicode).toBe(unicode);
  });
});
