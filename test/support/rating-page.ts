import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { vi } from 'vitest';
import { openServer } from './argilla-local.ts';
import { People, type Server, World } from './argilla-world.ts';
import type { LocalServer } from '../../src/local/start-server.ts';

/** An embedded server with a published dataset, and a browser tab that shows its page. */
export class RatingPage {
  readonly folder: string;
  readonly people: People;
  readonly world: World;
  server: LocalServer & Server;
  /** The browser's complaints: script errors and content policy violations. */
  readonly complaints: string[] = [];
  private readonly browser: Browser;
  private opened: { context: BrowserContext; tab: Page } | undefined;

  private constructor(browser: Browser, folder: string, server: LocalServer & Server, world: World) {
    this.browser = browser;
    this.folder = folder;
    this.server = server;
    this.world = world;
    this.people = world.people;
  }

  static async open(browser: Browser, guidelines: string): Promise<RatingPage> {
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    const server = await openServer(join(folder, 'local.db'));
    const world = await World.open(await People.gather(server));
    await world.ready({ guidelines });
    const description = '1 = Very bad · 2 = Bad · 3 = Ok · 4 = Good, really · 5 = Very good';
    await world.quietly('PATCH', `/questions/${world.question}`, { title: 'How good?', description });
    const opened = new RatingPage(browser, folder, server, world);
    await opened.openTab();
    return opened;
  }

  /** The current tab. */
  get tab(): Page {
    if (this.opened === undefined) throw new Error('no tab is open');
    return this.opened.tab;
  }

  get context(): BrowserContext {
    return this.tab.context();
  }

  /** Opens a tab that remembers nothing from earlier ones. */
  async openTab(options: BrowserContextOptions = {}): Promise<void> {
    await this.opened?.context.close();
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    this.opened = { context, tab: await this.newTab(context) };
    await this.tab.goto(this.server.url);
  }

  /** Closes the tab and opens another one, online, in the same browser profile. */
  async reopenTab(): Promise<void> {
    const { context } = this;
    await this.tab.close();
    await context.setOffline(false);
    this.opened = { context, tab: await this.newTab(context) };
    await this.tab.goto(this.server.url);
  }

  async signIn(password = 'correct horse'): Promise<void> {
    await this.tab.fill('#username', this.people.nameOf('ann'));
    await this.tab.fill('#password', password);
    await this.tab.press('#password', 'Enter');
  }

  /** Waits for a prompt that contains `text`, and returns all of it. */
  async prompt(text = ''): Promise<string> {
    const shown = this.tab.locator('#prompt', { hasText: text });
    await shown.waitFor();
    return (await shown.textContent()) ?? '';
  }

  /** Waits until another prompt is shown, or none. (Playwright's own wait needs eval, which the page forbids.) */
  async promptOtherThan(text: string): Promise<void> {
    const [prompt, done] = [this.tab.locator('#prompt'), this.tab.locator('#done')];
    await vi.waitUntil(async () => (await done.isVisible()) || ((await prompt.allTextContents())[0] ?? text) !== text, {
      timeout: 15_000,
    });
  }

  /** Waits until the element with this id shows `text`. */
  async shows(id: string, text: string): Promise<void> {
    await this.tab.locator(`#${id}`, { hasText: text }).waitFor();
  }

  saved(): Promise<void> {
    return this.shows('saved', 'All answers saved');
  }

  /** What the server has stored: record, status and value of each answer. */
  async stored(): Promise<[string, string, unknown][]> {
    const { body } = await this.world.quietly('GET', `${this.world.at()}/records?include=responses&limit=100`);
    return body.items.flatMap(
      (record: { external_id: string; responses: { status: string; values: { quality?: { value: number } } }[] }) =>
        record.responses.map(({ status, values }) => [record.external_id, status, values.quality?.value]),
    );
  }

  async close(): Promise<void> {
    await this.opened?.context.close();
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async newTab(context: BrowserContext): Promise<Page> {
    const tab = await context.newPage();
    tab.setDefaultTimeout(15_000);
    tab.on('pageerror', (error) => this.complaints.push(error.message));
    tab.on('console', (message) => {
      // The browser also logs what the network can't deliver; the tests check what the page says about it.
      if (message.type() === 'error' && !/net::ERR|status of 4/.test(message.text()))
        this.complaints.push(message.text());
    });
    return tab;
  }
}
