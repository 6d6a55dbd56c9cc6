import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboardInput } from '../release/dashboard/dashboard-input.ts';
import { DashboardPages } from './dashboard-pages.ts';

const hostile =
  '<img src=x onerror="alert(1)"><script>alert(2)</script></script><!-- </style><style>*{display:none}</style>' +
  ']]>"\'`${alert(3)} [a](javascript:alert`4`) ![](https://example.org/x.png) &lt;b&gt; \u001B[31mred\u0007 \u202Eback\u2066\u0000';

let pages: DashboardPages;
let manyBytes = 0;

beforeAll(async () => {
  pages = await DashboardPages.open();
  await pages.add('plain', dashboardInput({ publish: { raters: 'username' } }));
  await pages.add('empty', dashboardInput({ reached: 0 }));
  await pages.add('one', dashboardInput({ items: 30, raters: 1, overlap: 1, reached: 0.5, days: 1 }));
  const texts = {
    prompt: (index: number) => `${index} ${hostile}${'long'.repeat(index % 3 === 0 ? 25_000 : 0)}`,
    source: (index: number) => `${index % 3}${hostile}`,
    rater: (rater: string) => `${rater}${hostile}${'long'.repeat(25_000)}`,
    name: hostile,
    question: hostile,
    label: (value: number) => `${value}${hostile}`,
  };
  await pages.add('hostile', dashboardInput({ texts, publish: { raters: 'username', license: 'cc-by-4.0' } }));
  const many = dashboardInput({ items: 10_000, raters: 350, overlap: [1, 2], reached: 1, wave: 500 });
  manyBytes = await pages.add('many', many);
});

afterAll(() => pages?.close());

const names = ['plain', 'empty', 'one', 'hostile'];
const widths = [360, 768, 1440];
const looks = widths.flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })));

const shown = (page: Page): Promise<string> => page.locator('#shown').innerText();
const texts = (page: Page): Promise<string[]> => page.locator('#rows .text').allInnerTexts();
const figures = async (page: Page, column: number): Promise<number[]> =>
  (await page.locator(`#rows td:nth-child(${column})`).allInnerTexts()).map((text) =>
    Number.parseFloat(text.replaceAll(',', '')),
  );

async function findSerious(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}

describe.each(looks)('at $width px, $colorScheme', (look) => {
  test.each(names)('the page %s loads nothing, fits and is accessible', async (name) => {
    const { page, complaints } = await pages.visit(name, look);
    for (const details of await page.locator('summary').all()) await details.click();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
    expect(complaints).toEqual([]);
    expect(await findSerious(page)).toEqual([]);
    await page.close();
  });

  test('shows only the charts of this theme', async () => {
    const { page } = await pages.visit('plain', look);
    const visible = `[...document.querySelectorAll('.chart img')].filter((image) => image.checkVisibility())`;
    const shownImages = await page.evaluate<string[]>(`${visible}.map(({ className }) => className)`);
    expect(shownImages).toEqual(Array.from({ length: 7 }, () => look.colorScheme));
    expect(await page.evaluate<number>(`Math.min(...${visible}.map((image) => image.naturalWidth))`)).toBeGreaterThan(
      700,
    );
    await page.close();
  });
});

describe('hostile text', () => {
  test('is shown unchanged, runs nowhere and is shortened', async () => {
    const { page, complaints } = await pages.visit('hostile');
    expect(await page.title()).toMatch(/^<img src=x onerror="alert\(1\)">/u);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('style').count()).toBe(1);
    expect(await page.locator('img:not([src^="data:image/svg+xml;base64,"])').count()).toBe(0);
    expect(await page.locator('a:not([href^="#"]):not([href^="https://huggingface.co/"])').count()).toBe(0);
    const [first = ''] = await texts(page);
    expect(first).toContain('<script>alert(2)</script></script><!-- </style>');
    expect(first).toContain(String.raw`\u001b[31mred`);
    expect(first).toContain(String.raw`\u202eback`);
    for (const text of await texts(page)) expect(text.length).toBeLessThanOrEqual(300);
    expect(await page.locator('.leaders .name').first().innerText()).toContain('<img src=x');
    await page.fill('#find', '<script>alert(2)');
    expect(await shown(page)).toMatch(/^Prompts 1 to 25 of 84$/u);
    await page.selectOption('#source', { index: 1 });
    expect(await shown(page)).toMatch(/that fit, of 84$/u);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("can't run even if it gets into the page as markup", async () => {
    const { page } = await pages.visit('plain');
    const outcome = await page.evaluate<string>(`(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1">');
        return 'inserted';
      } catch (error) { return error.name; }
    })()`);
    expect(outcome).toBe('TypeError');
    const script = `const it = document.createElement('script'); it.append('document.title = 2'); document.body.append(it); document.title`;
    await page.evaluate(`try { ${script} } catch {}`);
    expect(await page.title()).toBe('Spring prompt ranking: ranked prompts and progress');
    await page.close();
  });
});

describe('the table', () => {
  test('is searched by words, in whatever order and case', async () => {
    const { page } = await pages.visit('plain');
    expect(await shown(page)).toBe('Prompts 1 to 25 of 84');
    await page.fill('#find', 'BEES story');
    const found = await texts(page);
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) expect(text).toMatch(/^Write a short story about bees/u);
    expect(await shown(page)).toBe(`Prompts 1 to ${found.length} of ${found.length} that fit, of 84`);
    await page.fill('#find', 'no such words');
    expect(await shown(page)).toBe('No prompt fits.');
    await page.click('#reset');
    expect(await shown(page)).toBe('Prompts 1 to 25 of 84');
    await page.close();
  });

  test('is filtered by source, kind, tier and score, all at once', async () => {
    const { page } = await pages.visit('plain');
    await page.selectOption('#size', '100');
    await page.selectOption('#source', { label: 'oasst2' });
    await page.selectOption('#kind', { label: 'human' });
    for (const facts of await page.locator('#rows .facts').allInnerTexts()) expect(facts).toMatch(/^human · oasst2/u);
    await page.fill('#from', '2.5');
    await page.fill('#to', '4');
    const scores = await figures(page, 3);
    expect(scores.length).toBeGreaterThan(1);
    for (const score of scores) expect(score >= 2.5 && score <= 4).toBe(true);
    await page.click('#reset');
    await page.selectOption('#tier', { label: 'A' });
    expect(new Set(await page.locator('#rows td:nth-child(4)').allInnerTexts())).toEqual(new Set(['A']));
    await page.close();
  });

  test('is sorted by its columns and by the order, missing values last', async () => {
    const { page } = await pages.visit('plain');
    await page.selectOption('#size', '100');
    const ranks = await figures(page, 1);
    expect(ranks).toEqual(ranks.map((_, index) => index + 1));
    await page.click('th button[data-order=answers]');
    const answers = await figures(page, 5);
    expect(answers).toEqual(answers.toSorted((a, b) => b - a));
    const sorted = page.locator('th[aria-sort]');
    expect(await sorted.getAttribute('aria-sort')).toBe('descending');
    expect(await page.inputValue('#order')).toBe('answers-down');
    await page.selectOption('#order', { label: 'Most disputed first' });
    const agreement = await figures(page, 6);
    const known = agreement.filter((share) => !Number.isNaN(share));
    expect(known.length).toBeLessThan(agreement.length);
    expect(agreement.slice(0, known.length)).toEqual(known.toSorted((a, b) => a - b));
    await page.click('th button[data-order=rank]');
    expect(await figures(page, 1)).toEqual(ranks);
    await page.click('th button[data-order=rank]');
    expect(await figures(page, 1)).toEqual(ranks.toReversed());
    await page.close();
  });

  test('turns pages, and keeps the focus', async () => {
    const { page } = await pages.visit('plain');
    await page.focus('#next');
    for (const range of ['26 to 50', '51 to 75', '76 to 84', '76 to 84']) {
      await page.keyboard.press('Enter');
      expect(await shown(page)).toBe(`Prompts ${range} of 84`);
    }
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('next');
    expect(await page.getAttribute('#next', 'aria-disabled')).toBe('true');
    expect(await page.innerText('#page')).toBe('Page 4 of 4');
    await page.click('#first');
    expect(await shown(page)).toBe('Prompts 1 to 25 of 84');
    await page.click('#last');
    await page.fill('#find', 'bees');
    expect(await shown(page)).toMatch(/^Prompts 1 to /u);
    await page.close();
  });

  test('works with the keyboard alone', async () => {
    const { page } = await pages.visit('plain');
    await page.keyboard.press('/');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('find');
    await page.keyboard.type('bees /');
    expect(await page.inputValue('#find')).toBe('bees /');
    expect(await shown(page)).toBe('No prompt fits.');
    await page.keyboard.press('Escape');
    expect(await shown(page)).toBe('Prompts 1 to 25 of 84');
    const reached = new Set<string>();
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>('document.activeElement.id || document.activeElement.dataset.order'));
    }
    const controls = ['source', 'kind', 'tier', 'from', 'to', 'order', 'reset', 'rank', 'answers', 'agreement'];
    for (const id of [...controls, 'first', 'previous', 'next', 'last', 'size']) expect(reached).toContain(id);
    await page.close();
  });
});

describe('in other circumstances', () => {
  test('10,000 prompts open fast, respond at once and stay a small file', async () => {
    expect(manyBytes).toBeLessThan(3_000_000);
    const { page, complaints } = await pages.visit('many');
    const loaded = await page.evaluate<number>('performance.getEntriesByType("navigation")[0].loadEventEnd');
    expect(loaded).toBeLessThan(5000);
    const took = await page.evaluate<number>(`(() => {
      const started = performance.now();
      const search = document.getElementById('find');
      search.value = 'bees 9';
      search.dispatchEvent(new Event('input'));
      return performance.now() - started;
    })()`);
    expect(took).toBeLessThan(1000);
    expect(await shown(page)).toMatch(/that fit, of 10,000$/u);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('on paper it is light, without controls', async () => {
    const { page } = await pages.visit('plain', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    for (const part of ['.controls', '.pager', '.links']) expect(await page.locator(part).isVisible()).toBe(false);
    expect(await page.locator('#rows tr').first().isVisible()).toBe(true);
    await page.close();
  });

  test('without scripts it says what is missing', async () => {
    const { page } = await pages.visit('plain', { javaScriptEnabled: false });
    expect(await page.locator('noscript').first().innerText()).toContain('The table needs JavaScript');
    expect(await page.locator('.controls').isVisible()).toBe(false);
    expect(await page.locator('.share').innerText()).toMatch(/complete$/u);
    await page.close();
  });
});
