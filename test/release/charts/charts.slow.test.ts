import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderChartImages } from '../../../src/lib/charts/render-chart-images.ts';
import { themes } from '../../../src/lib/charts/theme.ts';
import type { Grouping, Rating } from '../../../src/model.ts';
import { rankItems } from '../../../src/rank/rank-items.ts';
import { listCharts } from '../../../src/release/charts/list-charts.ts';
import { specifyChart } from '../../../src/release/charts/specify-chart.ts';
import type { Chart } from '../../../src/release/charts/chart.ts';

interface Design {
  items?: number;
  raters?: number;
  sources?: string[];
  days?: number;
}

/** Every item gets two answers, or one if there is a single rater. */
function chart({ items = 24, raters = 4, sources = ['a', 'b'], days = 3 }: Design = {}): Chart[] {
  const ids = Array.from({ length: items }, (_, index) => `i${index}`);
  const ratings = ids.flatMap((item, index) =>
    Array.from({ length: Math.min(2, raters) }, (__, answer): Rating => {
      const rater = `secret-name-${(index + answer) % raters}`;
      const value = 1 + ((index * 7 + answer * (index % 3)) % 5);
      const day = new Date(Date.UTC(2026, 1, 27 + (index % Math.max(1, days)))).toISOString();
      return days === 0 ? { rater, item, value } : { rater, item, value, answeredAt: day };
    }),
  );
  const groupOf = new Map(ids.map((id, index) => [id, sources[index % sources.length] ?? '']));
  const groupings: Grouping[] = [{ by: 'source', groups: sources, groupOf }];
  return listCharts(rankItems({ ratings, items: ids, scale: [1, 2, 3, 4, 5], groupings }), [
    'Bad',
    '',
    'Ok',
    '',
    'Good',
  ]);
}

const names = (charts: readonly Chart[]): string[] => charts.map(({ name }) => name);

async function draw(one: Chart, theme: 'light' | 'dark' = 'light'): Promise<{ svg: string; png: Uint8Array }> {
  return renderChartImages(specifyChart(one, themes[theme]), themes[theme]);
}

describe('listCharts', () => {
  it('leaves out charts with nothing to show', () => {
    expect(names(chart())).toEqual([
      'ratings-by-kind',
      'ratings-by-source',
      'agreement',
      'rater-severity',
      'participation',
      'answers-over-time',
    ]);
    expect(names(chart({ raters: 1, sources: ['a'], days: 0 }))).toEqual(['ratings-by-kind']);
    expect(names(chart({ days: 1 }))).not.toContain('answers-over-time');
    expect(names(chart({ items: 0 }))).toEqual([]);
  });

  it('gives every chart words and a table with as many cells as columns, and no names of raters', () => {
    for (const one of chart()) {
      expect(one.alt).toMatch(/\d.*\.$/u);
      expect(one.table.rows.length).toBeGreaterThan(0);
      for (const row of one.table.rows) expect(row).toHaveLength(one.table.header.length);
    }
    expect(JSON.stringify(chart())).not.toContain('secret-name');
  });

  it('shows the twenty largest of many sources, says so, and keeps all in the table', () => {
    const sources = Array.from({ length: 60 }, (_, index) => `source ${index}`);
    const bySource = chart({ items: 240, sources }).find(({ name }) => name === 'ratings-by-source');
    expect(bySource?.subtitle).toContain('The 20 of 60 sources with most prompts.');
    expect(bySource?.table.rows).toHaveLength(60);
    expect(bySource?.figure).toMatchObject({ rows: { length: 20 } });
  });
});

describe('renderChartImages', () => {
  it('gives the same bytes whatever was drawn before, at the same time or in another time zone', async () => {
    const charts = chart();
    const alone = [];
    for (const one of charts) alone.push(await draw(one));
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    const together = await Promise.all(charts.toReversed().map((one) => draw(one)));
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(together.toReversed()).toEqual(alone);
  });

  it('is well-formed and harmless with hostile names', async () => {
    const sources = [
      '</text><script>alert(1)</script>',
      '"]}&\u001b[31m\u0000\u202e',
      "'+datum+'",
      '\ud800 日本語',
      'x'.repeat(500),
    ];
    for (const one of chart({ sources })) {
      const { svg } = await draw(one);
      expect(XMLValidator.validate(svg)).toBe(true);
      expect(svg).not.toContain('<script');
      expect(svg).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('draws PNG at twice the size, about 800 px wide on an opaque background', async () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const one of chart()) {
        const { svg, png } = await draw(one, theme);
        const [, width = '', height = ''] = /width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? [];
        const view = new DataView(png.buffer, png.byteOffset);
        expect([view.getUint32(16), view.getUint32(20)]).toEqual([Number(width) * 2, Number(height) * 2]);
        expect(Math.abs(Number(width) - 800)).toBeLessThanOrEqual(16);
        expect(svg).toContain(`fill="${themes[theme].background}"`);
        expect(svg).toContain('role="img"');
      }
    }
  });
});
