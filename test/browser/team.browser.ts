import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/launch-browser.ts';
import { World } from '../support/argilla-world.ts';
import { RatingPage } from '../support/rating-page.ts';

let browser: Browser;
let page: RatingPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await RatingPage.open(browser, 'Rate.');
});

afterEach(async () => {
  await page.close();
  expect(page.complaints).toEqual([]);
});

async function findFaults(tab: Page): Promise<string[]> {
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate<axe.AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}

function focused(tab: Page): Promise<string> {
  return tab.evaluate<string>('document.activeElement.id');
}

async function nameBob(nickname: string): Promise<void> {
  const { body } = await page.world.quietly('GET', `${page.world.at()}/records?limit=1`);
  const values = { quality: { value: 2 } };
  const items = [{ record_id: body.items[0].id, status: 'submitted', values }];
  await page.world.ask('bob', 'POST', '/me/responses/bulk', { items });
  await page.world.ask('bob', 'PUT', '/prank/me/nickname', { nickname });
}

/** Rates the prompt on the screen with 4. */
async function rateOne(): Promise<void> {
  const text = await page.prompt();
  await page.tab.keyboard.press('4');
  await page.promptOtherThan(text);
  await page.saved();
}

async function openBoard(): Promise<void> {
  await page.tab.click('#team');
  await page.tab.locator('#nickname').waitFor();
}

/** Clicks, and returns the text of the file that the browser saves. */
async function save(id: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.tab.waitForEvent('download'), page.tab.click(`#${id}`)]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

describe('the leaderboard page', () => {
  test('names a rater who chose a nickname, until they leave again, all by keyboard', async () => {
    await page.world.put('one', 'two');
    await page.signIn();
    await rateOne();
    const { keyboard } = page.tab;
    await page.tab.focus('#team');
    await keyboard.press('Enter');
    await page.shows('unnamed', '1 rater gave 1 answer.');
    expect(await focused(page.tab)).toBe('team-title');
    expect(await page.tab.locator('#leaderboard').count()).toBe(0);

    await page.tab.focus('#nickname');
    await keyboard.type('Ada 4');
    await keyboard.press('Enter');
    await page.shows('leaderboard', 'Ada 4 (you)');
    await page.shows('team-message', 'under this nickname');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await focused(page.tab)).toBe('leave');
    await keyboard.press('Enter');
    await page.shows('unnamed', '1 rater gave 1 answer.');
    expect(await page.tab.locator('#leaderboard').count()).toBe(0);
    expect(await focused(page.tab)).toBe('nickname');

    await keyboard.press('Escape');
    await page.prompt();
    expect((await page.stored()).length).toBe(1);
  });

  test('keys rate nothing while it is open', async () => {
    await page.world.put('one');
    await page.signIn();
    await page.prompt();
    await openBoard();
    await page.tab.focus('#team-title');
    for (const key of ['4', 's', 'z']) await page.tab.keyboard.press(key);
    await page.tab.click('#close-team');
    await page.prompt('one');
    expect(await page.stored()).toEqual([]);
  });

  test('says why a nickname is refused, and keeps what was typed', async () => {
    await page.world.put('one', 'two');
    await nameBob('Bob');
    await page.signIn();
    await openBoard();
    await page.tab.fill('#nickname', 'BOB');
    await page.tab.click('#save-nickname');
    await page.shows('team-message', 'Somebody else has this name.');
    expect(await page.tab.inputValue('#nickname')).toBe('BOB');
  });

  test('shows nicknames as text, whatever they hold', async () => {
    await page.world.put('one', 'two');
    await nameBob('<img src=x onerror=alert(1)>');
    await page.signIn();
    await openBoard();
    await page.shows('leaderboard', '<img src=x onerror=alert(1)>');
    expect(await page.tab.locator('#screen-team img').count()).toBe(0);
  });

  test.each([
    ['wide and light', { viewport: { width: 1280, height: 800 } }],
    ['small and dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true, isMobile: true }],
  ] as const)('is accessible and fits: %s', async (_, options) => {
    await page.world.put('one', 'two');
    await nameBob('W'.repeat(30));
    // With a second dataset, the top line has one more button.
    const other = await World.open(page.people);
    await other.ready({ guidelines: 'Rate.' });
    await page.openTab(options);
    await page.signIn();
    await page.tab.locator('#datasets button', { hasText: page.world.name }).click();
    await page.prompt();
    await page.tab.click('#team');
    await page.tab.fill('#nickname', 'محمد');
    await page.tab.click('#save-nickname');
    await page.shows('leaderboard', 'WWW');
    expect(await findFaults(page.tab)).toEqual([]);
    const overflow = await page.tab.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

describe('my answers', () => {
  test('are saved with their prompts as CSV, without formulas, and as JSON', async () => {
    await page.world.put('=SUM(1,2)\n"quoted"');
    await page.signIn();
    await rateOne();
    await openBoard();
    const csv = await save('save-csv');
    expect(csv.name).toBe('my-answers.csv');
    const [header, ...rows] = csv.text.split('\r\n');
    expect(header).toBe('\uFEFFprompt,status,quality,answered_at,updated_at');
    expect(rows[0]).toMatch(/^"'=SUM\(1,2\)\n""quoted""",submitted,4,\d{4}-.*Z,\d{4}-.*Z$/u);
    expect(rows.slice(1)).toEqual(['']);
    await page.shows('team-message', '1 answer saved as my-answers.csv.');

    const json = await save('save-json');
    expect(json.name).toBe('my-answers.json');
    expect(JSON.parse(json.text)).toMatchObject([
      { fields: { prompt: '=SUM(1,2)\n"quoted"' }, status: 'submitted', values: { quality: 4 } },
    ]);
  });
});
