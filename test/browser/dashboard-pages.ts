import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { ReleaseInput } from '../../src/release/input.ts';
import { createChartDrawer } from '../../src/release/charts/draw-chart.ts';
import { listCharts } from '../../src/release/charts/list-charts.ts';
import { renderDashboard } from '../../src/release/dashboard/dashboard.ts';
import { launchBrowser } from '../support/launch-browser.ts';

const drawChart = createChartDrawer();

/** A page in a browser, with the browser's complaints and its requests other than the page. */
export interface OpenPage {
  page: Page;
  complaints: string[];
}

/** Dashboards as files in a folder, and a browser to open them. */
export class DashboardPages {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async open(): Promise<DashboardPages> {
    return new DashboardPages(await launchBrowser(), await mkdtemp(join(tmpdir(), 'prank-')));
  }

  /** Resolves to the file's size in bytes. */
  async add(name: string, input: ReleaseInput): Promise<number> {
    const charts = listCharts(input.ranking, input.campaign.task.question.labels);
    const page = await renderDashboard(input, charts, async (chart, theme) => (await drawChart(chart, theme)).svg);
    await writeFile(join(this.#folder, `${name}.html`), page);
    return Buffer.byteLength(page);
  }

  /** Opens a dashboard from its file, as a double-click does. */
  async visit(
    name: string,
    { width = 1440, ...options }: Partial<BrowserContextOptions> & { width?: number } = {},
  ): Promise<OpenPage> {
    const page = await this.#browser.newPage({ viewport: { width, height: 900 }, ...options });
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    const own = pathToFileURL(join(this.#folder, `${name}.html`)).href;
    page.on('request', (request) => {
      if (request.url() !== own && !request.url().startsWith('data:'))
        complaints.push(`asked for ${request.url().slice(0, 100)}`);
    });
    await page.goto(own);
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true });
  }
}
