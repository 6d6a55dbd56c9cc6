import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { RatingPage } from '../support/rating-page.ts';
import { launchBrowser } from '../support/launch-browser.ts';

let browser: Browser;
let page: RatingPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await RatingPage.open(browser, '# Read this');
});

afterEach(async () => {
  await page.close();
  expect(page.complaints).toEqual([]);
});

describe('signing in', () => {
  test('with a wrong password shows an error, with the right one it works', async () => {
    await page.world.put('one');
    await page.signIn('wrong horse');
    await page.shows('notice', 'not right');
    await page.signIn();
    await page.prompt('one');
    await page.tab.reload();
    await page.prompt('one');
    await page.tab.click('#sign-out');
    await page.tab.reload();
    await page.tab.locator('#sign-in').waitFor();
    expect(await page.tab.evaluate('JSON.stringify([sessionStorage, localStorage])')).toBe('[{},{}]');
  });

  test('works with an API key', async () => {
    await page.world.put('one');
    await page.tab.click('#switch-way');
    await page.tab.fill('#api-key', 'not a key');
    await page.tab.press('#api-key', 'Enter');
    await page.shows('notice', 'not right');
    await page.tab.fill('#api-key', page.people.keys.get('ann') ?? '');
    await page.tab.press('#api-key', 'Enter');
    await page.prompt('one');
    expect(await page.tab.textContent('#who')).toBe(page.people.nameOf('ann'));
  });

  test('with nothing to rate says whom to ask; with several datasets offers a choice', async () => {
    await page.signIn();
    await page.shows('done', 'Nothing to rate');
    await page.world.ready({ name: 'second' });
    await page.world.put('of the second');
    await page.tab.reload();
    await page.tab.locator('#datasets button', { hasText: 'second' }).click();
    await page.prompt('of the second');
    expect(await page.tab.textContent('#title')).toBe('second');
  });
});

describe('rating', () => {
  test('by keys and clicks, with skipping, going back and changing', async () => {
    await page.world.put('one', 'two', 'three', 'four');
    await page.signIn();
    await page.prompt();
    const seen: string[] = [];
    const next = async (act: () => Promise<void>) => {
      const before = await page.prompt();
      seen.push(before);
      await act();
      await page.promptOtherThan(before);
    };
    await next(() => page.tab.keyboard.press('5'));
    await next(() => page.tab.keyboard.press('s'));
    await next(() => page.tab.locator('#values button', { hasText: 'Good, really' }).click());
    await page.tab.keyboard.press('9');
    await page.tab.keyboard.press('ArrowLeft');
    await page.tab.locator('#values [data-value="4"][aria-pressed=true]').waitFor();
    await page.tab.keyboard.press('ArrowLeft');
    await page.shows('past', 'skipped');
    await page.tab.keyboard.press('2');
    await page.tab.keyboard.press('ArrowRight');
    await page.tab.keyboard.press('Backspace');
    await page.shows('done', 'You rated 3 prompts and skipped 1 prompt');
    await page.saved();
    expect(new Set(seen)).toHaveProperty('size', 3);
    const statuses = (await page.stored()).map(([, status, value]) => `${status} ${String(value)}`);
    expect(statuses.toSorted()).toEqual(['discarded undefined', 'submitted 2', 'submitted 4', 'submitted 5']);
  });

  test('changes answers of an earlier visit', async () => {
    await page.world.put({
      external_id: 'x0',
      fields: { prompt: 'old' },
      responses: [{ user_id: page.people.ids.get('ann'), status: 'submitted', values: { quality: { value: 1 } } }],
    });
    await page.signIn();
    await page.tab.click('#review');
    await page.tab.locator('#values [data-value="1"][aria-pressed=true]').waitFor();
    await page.tab.keyboard.press('3');
    await page.saved();
    expect(await page.stored()).toEqual([['x0', 'submitted', 3]]);
  });

  test('has the 0 key for 10 where 0 is no value', async () => {
    await page.world.draft({ name: 'ten' });
    const options = Array.from({ length: 10 }, (_, index) => ({ value: index + 1 }));
    const question = {
      name: 'quality',
      title: 'Q',
      description: 'More is better',
      required: true,
      settings: { type: 'rating', options },
    };
    await page.world.quietly('POST', `${page.world.at()}/questions`, question);
    await page.world.quietly('PUT', `${page.world.at()}/publish`);
    await page.world.put('one');
    await page.tab.goto(`${page.server.url}/dataset/${page.world.dataset}`);
    await page.signIn();
    await page.shows('hint', 'More is better');
    await page.prompt();
    await page.tab.keyboard.press('0');
    await page.saved();
    expect(await page.stored()).toEqual([['x0', 'submitted', 10]]);
  });
});
