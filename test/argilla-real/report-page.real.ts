import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../src/release/report/report.ts';
import { reportInput } from '../release/report/report-input.ts';
import { launchBrowser } from '../support/launch-browser.ts';

const hostile =
  '<img src=x onerror="document.title=1"><script>document.title=2</script></style></p>' +
  '<style>*{display:none}</style> [a](javascript:alert`1`) ![](https://example.org/x.png) | \u001B[31m\u202E\u2066';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  const texts = {
    prompt: (index: number) => `${hostile.repeat(1 + (index % 2))}${'long'.repeat(index % 3 === 0 ? 25_000 : 0)}`,
    source: (index: number) => `${index % 3}${hostile}`,
    rater: (rater: string) => `${rater}${hostile}`,
    title: hostile,
    label: (value: number) => `${value}${hostile}`,
  };
  await writeFile(join(folder, 'hostile.html'), await renderReport(reportInput({ texts })));
  await writeFile(join(folder, 'plain.html'), await renderReport(reportInput()));
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

interface OpenPage {
  page: Page;
  /** The browser's complaints, and its requests other than the page. */
  complaints: string[];
}

async function open(
  name: string,
  { width = 1200, colorScheme = 'light' }: { width?: number; colorScheme?: 'light' | 'dark' } = {},
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/u.test(request.url())) complaints.push(request.url().slice(0, 100));
  });
  await page.goto(pathToFileURL(join(folder, name)).href);
  return { page, complaints };
}

/** One entry of this theme for each of the seven charts. */
function charts(theme: 'light' | 'dark'): string[] {
  return Array.from({ length: 7 }, () => theme);
}

describe('the page of rank --report', () => {
  test('shows hostile text as it is, runs none of it and loads nothing', async () => {
    const { page, complaints } = await open('hostile.html');
    expect(await page.title()).toMatch(/^<img src=x onerror="document\.title=1">.*: ranking report$/u);
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.locator('body style, body a:not([href^="#"])').count()).toBe(0);
    expect(await page.locator('img:not([src^="data:image/svg+xml;base64,"])').count()).toBe(0);
    expect(await page.locator('.prompts .text').first().innerText()).toContain('<script>document.title=2</script>');
    expect(await page.locator('.prompts .text').first().isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('draws every chart', async () => {
    for (const name of ['plain.html', 'hostile.html']) {
      const { page } = await open(name);
      const widths = await page
        .locator('.chart img')
        .evaluateAll((images) => images.map((image) => ('naturalWidth' in image ? image.naturalWidth : 0)));
      expect(widths).toHaveLength(14);
      for (const width of widths) expect(width).toBeGreaterThan(700);
      await page.close();
    }
  });

  test.each(['plain.html', 'hostile.html'])(
    'fits a phone and a screen without sideways scrolling: %s',
    async (name) => {
      for (const width of [320, 400, 800, 1200]) {
        const { page } = await open(name, { width });
        for (const details of await page.locator('summary').all()) await details.click();
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await page.close();
      }
    },
  );

  test("is light or dark like the reader's system, light on paper, charts included", async () => {
    const look = `({
      page: getComputedStyle(document.body).backgroundColor,
      charts: [...document.querySelectorAll('.chart')].map((chart) =>
        [...chart.children].filter((image) => image.checkVisibility()).map((image) => image.className).join(),
      ),
    })`;
    const { page: light } = await open('plain.html');
    expect(await light.evaluate(look)).toEqual({ page: 'rgb(255, 255, 255)', charts: charts('light') });
    await light.close();
    const { page: dark } = await open('plain.html', { colorScheme: 'dark' });
    expect(await dark.evaluate(look)).toEqual({ page: 'rgb(13, 17, 23)', charts: charts('dark') });
    await dark.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await dark.evaluate(look)).toEqual({ page: 'rgb(255, 255, 255)', charts: charts('light') });
    await dark.close();
  });
});
