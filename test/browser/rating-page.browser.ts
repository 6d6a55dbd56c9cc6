import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openServer } from '../support/argilla-local.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { RatingPage } from '../support/rating-page.ts';

const guidelines = readFileSync('configs/quickstart/guidelines.md', 'utf8');
const long = 'Explain how the printing press changed daily life in Europe. '.repeat(60);
const code = `What is f(3)?\n\n\`\`\`python\ndef f(x):\n\treturn  x * f(x - 1)  # ${'a wide line '.repeat(20)}\n\`\`\`\n`;
const arabic = 'اكتب قصة قصيرة عن نحلة.\nWrite it in English, please.';
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let browser: Browser;
let page: RatingPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await RatingPage.open(browser, guidelines);
});

afterEach(async () => {
  await page.close();
  expect(page.complaints).toEqual([]);
});

async function findFaults(tab: Page): Promise<string[]> {
  // The entrance of a prompt is half transparent for a moment.
  await tab.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate<axe.AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}

/** What makes a value look chosen. */
function looks(tab: Page): Promise<string[]> {
  return tab.evaluate<string[]>(`[...document.querySelectorAll('#values button')].map((button) => {
    const { backgroundColor, borderColor, color } = getComputedStyle(button);
    return [backgroundColor, borderColor, color].join();
  })`);
}

function focused(tab: Page): Promise<string> {
  return tab.evaluate<string>('document.activeElement.id || document.activeElement.dataset.value || ""');
}

/** Answers the prompt on the screen and returns its text. */
async function rate(act: () => Promise<void>): Promise<string> {
  await page.prompt();
  const text = await page.prompt();
  await act();
  await page.promptOtherThan(text);
  return text;
}

/** Values or statuses of the stored answers by prompt. */
async function storedByText(texts: readonly string[]): Promise<Record<string, unknown>> {
  const stored = await page.stored();
  expect(new Set(stored.map(([id]) => id)).size).toBe(stored.length);
  return Object.fromEntries(stored.map(([id, status, value]) => [texts[Number(id.slice(1))], value ?? status]));
}

describe('the whole way', () => {
  test('works by keyboard alone: sign in, read, rate, skip, undo, look back, end', async () => {
    const texts = ['one', 'two', 'three', 'four'];
    await page.world.put(...texts);
    const { keyboard } = page.tab;
    await vi.waitUntil(async () => (await focused(page.tab)) === 'username');
    await keyboard.type(page.people.nameOf('ann'));
    await keyboard.press('Tab');
    await keyboard.type('correct horse');
    await keyboard.press('Enter');
    await page.prompt();

    expect(await page.tab.locator('#guidelines').innerText()).toContain('How good is this prompt?');
    await page.shows('goal', '0 of 4 today');
    const given: Record<string, unknown> = {};
    given[await rate(() => keyboard.press('4'))] = 4;
    expect(await page.tab.locator('#guidelines').count()).toBe(0);
    await page.shows('goal', '1 of 4 today');

    await keyboard.press('?');
    await page.tab.locator('#help-dialog').waitFor();
    expect(await page.tab.locator('#help-dialog td').first().innerText()).toBe('1');
    await keyboard.press('5');
    await keyboard.press('Escape');
    await page.tab.locator('#help-dialog').waitFor({ state: 'hidden' });

    given[await rate(() => keyboard.press('s'))] = 'discarded';
    const undone = await rate(() => keyboard.press('1'));
    await page.saved();
    await keyboard.press('z');
    await page.prompt(undone);
    expect(await page.tab.locator('#values [aria-pressed=true]').count()).toBe(0);
    await page.shows('live', 'taken back');
    await vi.waitUntil(async () => (await storedByText(texts))[undone] === 'draft');
    given[await rate(() => keyboard.press('5'))] = 5;
    expect(given[undone]).toBe(5);

    given[await rate(() => keyboard.press('2'))] = 2;
    await page.shows('done', 'Thank you!');
    await page.shows('done', 'You rated 3 prompts and skipped 1 prompt');
    expect(await focused(page.tab)).toBe('done-title');
    await page.saved();
    expect(await storedByText(texts)).toEqual(given);
  });

  test('the focus goes from the prompt over the values to the moves', async () => {
    await page.world.put(`1 ${long}`, `2 ${long}`);
    await page.signIn();
    await rate(() => page.tab.keyboard.press('3'));
    await page.tab.focus('#sign-out');
    const order: string[] = [];
    for (let press = 0; press < 9; press += 1) {
      await page.tab.keyboard.press('Tab');
      order.push(await focused(page.tab));
    }
    expect(order).toEqual(['prompt', '1', '2', '3', '4', '5', 'back', 'undo', 'skip']);
    expect(await page.tab.getAttribute('#prompt', 'aria-live')).toBe('polite');
    expect(await page.tab.getByRole('group', { name: 'How good?' }).getByRole('button').count()).toBe(5);
    expect(await page.tab.getByRole('button', { name: '4 Good, really' }).count()).toBe(1);
  });

  test('arrow keys scroll a long prompt at once', async () => {
    await page.world.put(long);
    await page.signIn();
    await page.prompt();
    await page.tab.keyboard.press('PageDown');
    await expect
      .poll(() => page.tab.evaluate<number>(`document.getElementById('prompt').scrollTop`))
      .toBeGreaterThan(50);
  });

  test('works by touch at 360 px, and no tap leaves a mark on the next prompt', async () => {
    const texts = ['one', 'two', 'three'];
    await page.world.put(...texts);
    await page.openTab(phone);
    await page.tab.locator('#username').tap();
    await page.signIn();
    for (const value of [4, 2]) {
      await rate(() => page.tab.locator(`#values [data-value="${value}"]`).tap());
      expect(new Set(await looks(page.tab)).size).toBe(1);
    }
    const box = await page.tab.locator('#values').boundingBox();
    expect(box?.y).toBeGreaterThan(740 / 2);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(740);
    for (const button of await page.tab.locator('#values button').all()) {
      const size = await button.boundingBox();
      expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await page.tab.locator('#undo').tap();
    await page.shows('live', 'taken back');
    expect(new Set(await looks(page.tab)).size).toBe(1);
    await rate(() => page.tab.locator('#skip').tap());
    await rate(() => page.tab.locator('#values [data-value="5"]').tap());
    await page.tab.locator('#done').waitFor();
    await page.saved();
    expect(new Set(Object.values(await storedByText(texts)))).toEqual(new Set([4, 5, 'discarded']));
  });

  test('a mouse that rests on a value suggests nothing until it moves', async () => {
    await page.world.put('one', 'two', 'three');
    await page.signIn();
    // The guidelines fold and move the values.
    await rate(() => page.tab.keyboard.press('1'));
    await page.tab.hover('#values [data-value="4"]');
    expect(new Set(await looks(page.tab)).size).toBe(2);
    await rate(() => page.tab.click('#values [data-value="4"]'));
    expect(await page.tab.locator('#values [data-value="4"]:hover').count()).toBe(1);
    expect(new Set(await looks(page.tab)).size).toBe(1);
    await page.tab.hover('#values [data-value="5"]');
    expect(new Set(await looks(page.tab)).size).toBe(2);
  });

  test('the second click of a double click does not rate the next prompt', async () => {
    await page.world.put('one', 'two', 'three');
    await page.signIn();
    await rate(() => page.tab.keyboard.press('1'));
    await rate(() => page.tab.click('#values [data-value="4"]'));
    await page.tab.mouse.down({ clickCount: 2 });
    await page.tab.mouse.up({ clickCount: 2 });
    await rate(() => page.tab.keyboard.press('2'));
    await page.tab.locator('#done').waitFor();
    await page.saved();
    const values = (await page.stored()).map(([, , value]) => Number(value));
    expect(values.toSorted((a, b) => a - b)).toEqual([1, 2, 4]);
  });

  test('thanks when the goal for today is reached, and keeps the goal that a rater sets', async () => {
    await page.world.put('one', 'two', 'three', 'four');
    await page.signIn();
    await page.prompt();
    await page.tab.click('#help');
    await page.tab.fill('#goal-input', '2');
    await page.tab.press('#goal-input', 'Tab');
    await page.shows('goal', '0 of 2 today');
    await page.tab.keyboard.press('Escape');
    await rate(() => page.tab.keyboard.press('3'));
    await rate(() => page.tab.keyboard.press('3'));
    await page.shows('goal', '2 of 2 today. Thank you!');
    await page.shows('live', 'reached your goal');
    await page.saved();
    await page.tab.reload();
    await page.shows('goal', '2 of 2 today');
    expect(await page.tab.getAttribute('#progress', 'max')).toBe('2');
  });
});

describe('the card', () => {
  test('is as tall as its text, with the values right below', async () => {
    await page.world.put('Write a haiku.');
    await page.signIn();
    await page.prompt();
    const gap = await page.tab.evaluate<number>(`document.getElementById('values').getBoundingClientRect().top
      - document.getElementById('prompt').getBoundingClientRect().bottom`);
    expect(gap).toBeLessThan(80);
    expect((await page.tab.locator('#prompt').boundingBox())?.height).toBeLessThan(90);
  });

  test('keeps the shape of code', async () => {
    await page.world.put(code);
    await page.signIn();
    await page.prompt();
    expect(await page.prompt()).toBe(code);
    const shape = await page.tab.evaluate<unknown>(`(() => {
      const code = document.querySelector('#prompt pre');
      return [code.scrollWidth > code.clientWidth, code.tabIndex, getComputedStyle(code).whiteSpace];
    })()`);
    expect(shape).toEqual([true, 0, 'pre']);
  });

  test('starts an Arabic line at the right edge, and an English one below at the left', async () => {
    await page.world.put(arabic);
    await page.signIn();
    await page.prompt();
    expect(await page.prompt()).toBe(arabic);
    const edges = await page.tab.evaluate<number[]>(`(() => {
      const text = document.querySelector('.foreign').firstChild;
      const box = document.querySelector('.foreign').getBoundingClientRect();
      const range = document.createRange();
      const edge = (at) => { range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect(); };
      return [box.right - edge(0).right, edge(text.data.indexOf('Write')).left - box.left];
    })()`);
    expect(edges.map(Math.abs).every((distance) => distance < 3)).toBe(true);
  });

  test('shows Markdown where the field says so, and nothing in it runs', async () => {
    await page.world.draft({ name: 'md' });
    const settings = { type: 'text', use_markdown: true };
    await page.world.quietly('POST', `${page.world.at()}/fields`, { name: 'more', title: 'More', settings });
    const rating = { type: 'rating', options: [{ value: 1 }, { value: 2 }] };
    const question = { name: 'quality', title: 'Q', required: true, settings: rating };
    await page.world.quietly('POST', `${page.world.at()}/questions`, question);
    await page.world.quietly('PUT', `${page.world.at()}/publish`);
    const more = [
      '**bold** [bad](javascript:document.title=1) [worse](data:text/html,x) [relative](/api/v1/me) [good](https://example.org)',
      '![image](https://example.org/x.png)',
      '| a | b |\n|---|---|\n| 1 | 2<br>3 |',
      '<img src=x onerror="document.title=2"> <a href="javascript:1">x</a>',
      '<script>document.title = 3</script>',
      '<form action="/"><input name=getElementById></form>',
    ].join('\n\n');
    await page.world.put({ external_id: 'x0', fields: { prompt: '**plain**', more } });
    await page.tab.goto(`${page.server.url}/dataset/${page.world.dataset}`);
    await page.signIn();
    await page.prompt('**plain**');
    const links = await page.tab.locator('#prompt a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(links).toEqual(['https://example.org', 'https://example.org/x.png']);
    expect(await page.tab.locator('#prompt strong').allInnerTexts()).toEqual(['bold']);
    expect(await page.tab.locator('#prompt td').allInnerTexts()).toEqual(['1', '2\n3']);
    expect(await page.tab.locator('#prompt :is(img, script, form, input)').count()).toBe(0);
    expect(await page.prompt()).toContain('<img src=x onerror="document.title=2">');
    expect(await page.prompt()).toContain('<script>document.title = 3</script>');
    expect(await page.tab.title()).toBe('md – rate prompts');
  });

  test('is not shown if other people have completed the prompt meanwhile', async () => {
    const records = await page.world.put('one', 'two', 'three');
    await page.signIn();
    await page.prompt();
    const shown = await page.prompt();
    const [gone, left] = ['one', 'two', 'three'].filter((text) => text !== shown);
    const id = records[['one', 'two', 'three'].indexOf(gone ?? '')]?.id;
    const values = { quality: { value: 1 } };
    await page.world.ask('bob', 'POST', `/records/${id}/responses`, { status: 'submitted', values });
    await page.tab.keyboard.press('5');
    await page.prompt(left);
    await page.shows('own-progress', '1 rated, 1 left');
    await page.tab.keyboard.press('5');
    await page.tab.locator('#done').waitFor();
    await page.saved();
    expect((await page.stored()).map(([, , value]) => value)).toEqual(expect.arrayContaining([1, 5, 5]));
  });
});

describe('for everybody', () => {
  test.each(['light', 'dark'] as const)('every screen is accessible, %s', async (colorScheme) => {
    await page.openTab({ colorScheme, viewport: { width: 1280, height: 720 } });
    await page.tab.locator('#username').waitFor();
    expect(await findFaults(page.tab)).toEqual([]);
    await page.world.put(long, code, arabic);
    await page.signIn();
    for (const value of ['1', '2', '3']) {
      await page.prompt();
      expect(await findFaults(page.tab)).toEqual([]);
      await rate(() => page.tab.keyboard.press(value));
    }
    await page.tab.locator('#done').waitFor();
    expect(await findFaults(page.tab)).toEqual([]);
    await page.tab.click('#review');
    await page.tab.locator('#past').waitFor();
    expect(await findFaults(page.tab)).toEqual([]);
    await page.tab.click('#help');
    await page.tab.locator('#help-dialog').waitFor();
    expect(await findFaults(page.tab)).toEqual([]);
  });

  test.each([
    ['200 % zoom of 1280 × 720', 640, 360],
    ['400 % zoom of 1280 × 1024', 320, 256],
  ])('at %s, everything is in reach without sideways scrolling', async (_name, width, height) => {
    await page.world.put(long, long);
    await page.openTab({ viewport: { width, height }, deviceScaleFactor: 2 });
    await page.signIn();
    await page.prompt();
    expect(await page.tab.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const card = await page.tab.locator('#prompt').boundingBox();
    expect(card?.height).toBeGreaterThan(80);
    for (const id of ['help', 'sign-out', 'skip']) await page.tab.locator(`#${id}`).click({ trial: true });
    await page.tab.click('#values [data-value="5"]');
    await page.saved();
    expect(await page.stored()).toHaveLength(1);
  });

  test('the bundled guidelines show their table as a table', async () => {
    await page.world.put('one');
    await page.signIn();
    await page.prompt();
    expect(await page.tab.locator('#guidelines tr').count()).toBe(5);
    expect(await page.tab.locator('#guidelines-text').innerText()).not.toContain('|');
    expect(await page.tab.locator('#guidelines thead').count()).toBe(0);
  });
});

describe('with trouble', () => {
  test('rating goes on while the network is cut, and every answer arrives once', async () => {
    const texts = ['one', 'two', 'three', 'four', 'five', 'six'];
    await page.world.put(...texts);
    await page.signIn();
    await page.prompt();
    await page.tab.waitForLoadState('networkidle');
    await page.context.setOffline(true);
    const given: Record<string, unknown> = {};
    for (const value of [1, 2, 3]) given[await rate(() => page.tab.keyboard.press(String(value)))] = value;
    await page.shows('saved', '3 answers not sent yet');
    await page.context.setOffline(false);
    await page.saved();
    await page.prompt();
    await page.tab.locator('#notice').waitFor({ state: 'hidden' });
    expect(await storedByText(texts)).toEqual(given);
  });

  test('an answer whose acknowledgement is lost because the server dies is stored once', async () => {
    const texts = ['one', 'two'];
    await page.world.put(...texts);
    await page.signIn();
    await page.prompt();
    const { port } = new URL(page.server.url);
    const bodies: (string | null)[] = [];
    await page.tab.route('**/me/responses/bulk', async (route) => {
      bodies.push(route.request().postData());
      if (bodies.length > 1) return route.continue();
      await route.fetch();
      await page.server.close();
      await route.abort('connectionreset');
    });
    const text = await rate(() => page.tab.keyboard.press('4'));
    await page.shows('saved', '1 answer not sent yet');
    page.server = await openServer(join(page.folder, 'local.db'), undefined, Number(port));
    await page.saved();
    expect(bodies.length).toBeGreaterThan(1);
    expect(new Set(bodies).size).toBe(1);
    expect(await storedByText(texts)).toEqual({ [text]: 4 });
  });

  test('two tabs of one rater never ask for the same answer twice', async () => {
    const texts = ['one', 'two', 'three', 'four'];
    await page.world.put(...texts);
    await page.signIn();
    await page.prompt();
    const second = await page.context.newPage();
    await second.goto(page.server.url);
    await second.fill('#username', page.people.nameOf('ann'));
    await second.fill('#password', 'correct horse');
    await second.press('#password', 'Enter');
    const given: Record<string, unknown> = {};
    const tabs = [page.tab, second];
    for (let turn = 0; turn < texts.length; turn += 1) {
      const tab = tabs[turn % 2] ?? second;
      const other = tabs[(turn + 1) % 2] ?? second;
      await tab.locator('#prompt').waitFor();
      await other.locator('#prompt').waitFor();
      const text = (await tab.locator('#prompt').textContent()) ?? '';
      expect(Object.keys(given)).not.toContain(text);
      given[text] = turn + 1;
      await tab.keyboard.press(String(turn + 1));
      for (const one of tabs) {
        await vi.waitUntil(
          async () =>
            (await one.locator('#done').isVisible()) ||
            ((await one.locator('#prompt').allTextContents())[0] ?? text) !== text,
          { timeout: 15_000 },
        );
      }
    }
    for (const tab of tabs) await tab.locator('#done').waitFor();
    await vi.waitUntil(async () => (await page.stored()).length === texts.length);
    expect(await storedByText(texts)).toEqual(given);
  });

  test('a session that ended asks to sign in, and sends what waited', async () => {
    await page.world.put('one', 'two');
    await page.signIn();
    await page.prompt();
    await page.tab.evaluate(`sessionStorage.setItem('prank-session', '{"token":"over"}')`);
    await page.tab.keyboard.press('4');
    await page.shows('notice', 'session has ended');
    await page.signIn();
    await page.prompt();
    await page.saved();
    expect((await page.stored()).map(([, status, value]) => [status, value])).toEqual([['submitted', 4]]);
  });
});
