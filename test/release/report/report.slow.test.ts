import { describe, expect, it } from 'vitest';
import { rankItems } from '../../../src/rank/rank-items.ts';
import { renderReport } from '../../../src/release/report/report.ts';
import { reportInput } from './report-input.ts';

/** The page without its pictures, which are long, and with plain spaces. */
function withoutPictures(page: string): string {
  return page.replace(/data:image\/svg\+xml;base64,[\w+/=]+/gu, 'PICTURE').replaceAll('&nbsp;', ' ');
}

function headings(page: string): string[] {
  return Array.from(page.matchAll(/<h2>([^<]*)<\/h2>/gu), ([, title = '']) => title);
}

describe('renderReport', () => {
  it('shows all of a ranking on one page', { timeout: 60_000 }, async () => {
    const input = reportInput();
    const page = withoutPictures(await renderReport(input));
    expect(headings(page)).toEqual([
      'The best prompts',
      'The last prompts',
      'How far raters agree',
      'What ratings depend on',
      'Raters',
      'How score and tier are made',
    ]);
    expect(page).toContain('<h1 dir="auto">spring campaign</h1>');
    expect(page).toContain('Raters answered “How good is it?” from 1 (Label 1) to 5 (Label 5).');
    expect(page).toContain('Answers were given from 2026-03-01 to 2026-03-07.');
    expect(page).toContain('90 prompts, 20 raters, 270 ratings. On 90 with two answers or more, ');
    expect(page.match(/<li><span class="rank">\d+<\/span>/gu)).toHaveLength(30);
    expect(page).toContain('<span class="rank">90</span>');
    // All seven charts, in two themes each.
    expect(page.match(/<div class="chart"/gu)).toHaveLength(7);
    expect(page.match(/PICTURE/gu)).toHaveLength(14);
    for (const { sentence } of input.ranking.factors?.ratings.effects?.filter(({ factor }) => factor === 'kind') ??
      []) {
      expect(page).toContain(`<li>${sentence}</li>`);
    }
    expect(page).toContain('5 more raters</summary>');
    expect(page).not.toContain('simulated');
  });

  it('is the same page for the same ranking, and needs nothing else', { timeout: 60_000 }, async () => {
    const page = await renderReport(reportInput());
    expect(await renderReport(reportInput())).toBe(page);
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    const addresses = Array.from(
      withoutPictures(page).matchAll(/(?:src|srcset|href|url)\s*[=(]\s*"?([^"\s)>]+)/gu),
      ([, address]) => address,
    );
    expect(new Set(addresses)).toEqual(
      new Set(['PICTURE', '#best', '#last', '#agreement', '#dependence', '#raters', '#method']),
    );
  });

  it('says that ratings are simulated', async () => {
    expect(await renderReport(reportInput({ simulated: true }, { items: 10 }))).toContain(
      '<strong>These ratings are simulated.</strong>',
    );
  });

  it('shows everything if there is no more than asked for, and calls items without a text items', async () => {
    const { rows, ...rest } = reportInput({ question: null, top: 20 }, { items: 12 });
    const items = rows.map((row) => ({ ...row, prompt: null, source: null, kind: null }));
    const page = await renderReport({ ...rest, rows: items });
    expect(headings(page).slice(0, 2)).toEqual(['All rated items', 'How far raters agree']);
    expect(page).not.toContain('Raters answered');
    expect(page).toContain('<p class="text" dir="auto">i0</p>');
  });

  it('leaves out the parts without data', async () => {
    const ranking = rankItems({ ratings: [], items: ['a', 'b'] });
    const rows = ranking.items.map((item) => ({ ...item, prompt: null, source: null, kind: null }));
    const page = await renderReport({ title: 'none.csv', question: null, simulated: false, ranking, rows, top: 20 });
    expect(headings(page)).toEqual(['How far raters agree', 'How score and tier are made']);
    expect(page).toContain('<dd>0</dd>');
    expect(page).toContain('items rated of 2');
    expect(page).not.toMatch(/NaN|undefined|null/u);
  });
});

describe('foreign text', () => {
  const hostile = `<script>alert(1)</script></style>"'><img src=x onerror=alert(2)> [x](javascript:alert(3)) **b** | \u001B[31m \u202E`;

  it('never becomes markup, wherever it is', { timeout: 60_000 }, async () => {
    const texts = {
      prompt: (index: number) => `${index} ${hostile}`,
      source: (index: number) => `${index % 3} ${hostile}`,
      rater: (rater: string) => `${rater} ${hostile}`,
      title: hostile,
      label: (value: number) => `${value} ${hostile}`,
    };
    const question = { name: 'q', title: hostile, values: [1, 2, 3, 4, 5], labels: [1, 2, 3, 4, 5].map(texts.label) };
    const page = withoutPictures(await renderReport(reportInput({ texts, question })));
    expect(page).not.toMatch(/<script|<img src=x|<a href="javascript|<strong>b</u);
    for (const sign of ['\u001B', '\u202E']) expect(page).not.toContain(sign);
    expect(page.match(/<style>/gu)).toHaveLength(1);
    expect(page.match(/<\/style>/gu)).toHaveLength(1);
    // It can be read all the same.
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).toContain('\\u202e');
  });

  it('is shortened if it is very long', async () => {
    const texts = { prompt: () => 'x'.repeat(100_000), source: () => 's'.repeat(100_000), title: 't'.repeat(100_000) };
    const page = withoutPictures(await renderReport(reportInput({ texts }, { items: 30 })));
    expect(page.length).toBeLessThan(100_000);
  });
});
