import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openServer } from '../support/argilla-local.ts';
import { RatingPage } from '../support/rating-page.ts';
import { launchBrowser } from '../support/launch-browser.ts';

const hostile = '<img src=x onerror="document.title=1"> <script>document.title = 2</script> \u202E{{7*7}}';
const spaced = 'def f(x):\n\treturn  x';
const long = `Long ${'prompt '.repeat(2000)}`;

let browser: Browser;
let page: RatingPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await RatingPage.open(
    browser,
    `# Read\n**this** [link](https://example.org) [bad](javascript:alert(1)) ${hostile}`,
  );
});

afterEach(async () => {
  await page.close();
  expect(page.complaints).toEqual([]);
});

describe('foreign text', () => {
  test('is shown as written and never becomes part of the page', async () => {
    await page.world.put(hostile, spaced);
    await page.signIn();
    await page.prompt();
    expect(await page.tab.locator('#guidelines-text strong').textContent()).toBe('this');
    expect(
      await page.tab
        .locator('#guidelines-text a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://example.org']);
    const texts: string[] = [];
    for (let index = 0; index < 2; index += 1) {
      await page.prompt();
      texts.push(await page.prompt());
      expect(await page.tab.evaluate(`getComputedStyle(document.querySelector('.foreign')).whiteSpace`)).toBe(
        'pre-wrap',
      );
      await page.tab.keyboard.press('1');
      await page.promptOtherThan(texts.at(-1) ?? '');
    }
    expect(texts.toSorted()).toEqual([hostile, spaced].toSorted());
    expect(await page.tab.locator('img, #screen-rating script').count()).toBe(0);
    expect(await page.tab.title()).toContain('ds');
  });

  test.each([
    [360, 740],
    [1440, 900],
    [320, 480],
  ])(
    'fits at %d × %d: no sideways scrolling, buttons in reach, long prompts scroll on their own',
    async (width, height) => {
      await page.openTab({ viewport: { width, height } });
      await page.world.put(long);
      await page.signIn();
      await page.prompt();
      const sizes = await page.tab.evaluate<{ sideways: number; promptScrolls: boolean; buttonsEnd: number }>(`({
      sideways: document.documentElement.scrollWidth - innerWidth,
      promptScrolls: document.getElementById('prompt').scrollHeight > document.getElementById('prompt').clientHeight,
      buttonsEnd: document.getElementById('values').getBoundingClientRect().bottom,
    })`);
      expect(sizes.sideways).toBeLessThanOrEqual(0);
      expect(sizes.promptScrolls).toBe(true);
      expect(sizes.buttonsEnd).toBeLessThanOrEqual(height);
    },
  );
});

describe('without the server', () => {
  test('answers are kept, shown as kept, and sent when it is back', async () => {
    await page.world.put('one', 'two', 'three');
    await page.signIn();
    await page.prompt();
    const { port } = new URL(page.server.url);
    await page.server.close();
    await page.tab.keyboard.press('4');
    await page.shows('notice', '1 answer is kept here');
    await page.tab.keyboard.press('5');
    await page.shows('saved', '2 answers not sent yet');
    page.server = await openServer(join(page.folder, 'local.db'), undefined, Number(port));
    await page.saved();
    await page.tab.locator('#notice').waitFor({ state: 'hidden' });
    expect(new Set((await page.stored()).map(([, status, value]) => `${status} ${String(value)}`))).toEqual(
      new Set(['submitted 4', 'submitted 5']),
    );
  });

  test('a closed tab loses nothing either', async () => {
    await page.world.put('one', 'two');
    await page.signIn();
    await page.prompt();
    await page.context.setOffline(true);
    await page.tab.keyboard.press('3');
    await page.shows('notice', 'kept here');
    await page.reopenTab();
    await page.signIn();
    await page.saved();
    expect((await page.stored()).map(([, status, value]) => [status, value])).toEqual([['submitted', 3]]);
  });

  test('an answer to a deleted prompt is reported, and rating continues', async () => {
    const records = await page.world.put('one', 'two');
    await page.signIn();
    await page.prompt();
    const shown = await page.prompt();
    await page.world.quietly('DELETE', `/records/${records[shown === 'one' ? 0 : 1]?.id}`);
    await page.tab.keyboard.press('3');
    await page.shows('notice', 'One answer was not taken');
    await page.prompt(shown === 'one' ? 'two' : 'one');
    await page.tab.keyboard.press('4');
    await page.tab.locator('#done').waitFor();
    await page.saved();
    expect((await page.stored()).map(([, , value]) => value)).toEqual([4]);
  });
});
