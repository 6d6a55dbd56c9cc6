import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openServer } from '../support/argilla-local.ts';
import { People, type Server, World } from '../support/argilla-world.ts';
import type { LocalServer } from '../../src/local/start-server.ts';

// Needs a Chromium on the machine; CHROMIUM names another one.
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const noUpdates = ['--disable-component-update', '--disable-sync'];

const hostile = '<img src=x onerror="document.title=1"> <script>document.title = 2</script> \u202E{{7*7}}';
const spaced = 'def f(x):\n\treturn  x';
const long = `Long ${'prompt '.repeat(2000)}`;

let browser: Browser;
let folder: string;
let server: LocalServer & Server;
let people: People;
let world: World;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath, headless: true, args: [...quiet, ...noUpdates] });
});

afterAll(() => browser?.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  server = await openServer(join(folder, 'local.db'));
  people = await People.gather(server);
  world = await World.open(people);
  await world.ready({
    guidelines: `# Read\n**this** [link](https://example.org) [bad](javascript:alert(1)) ${hostile}`,
  });
  const description = '1 = Very bad · 2 = Bad · 3 = Ok · 4 = Good, really · 5 = Very good';
  await world.quietly('PATCH', `/questions/${world.question}`, { title: 'How good?', description });
  complaints = [];
  await openTab();
});

afterEach(async () => {
  await context.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

async function openTab(viewport = { width: 1440, height: 900 }): Promise<void> {
  context = await browser.newContext({ viewport });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // What the network can't deliver is said by the browser too; the tests look at what the page says of it.
    if (message.type() === 'error' && !/net::ERR|status of 4/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(server.url);
}

async function signIn(who: 'ann' | 'bob' = 'ann', password = 'correct horse'): Promise<void> {
  await page.fill('#username', people.nameOf(who));
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
}

async function stored(): Promise<[string, string, unknown][]> {
  const { body } = await world.quietly('GET', `${world.at()}/records?include=responses&limit=100`);
  return body.items.flatMap(
    (record: { external_id: string; responses: { status: string; values: { quality?: { value: number } } }[] }) =>
      record.responses.map(({ status, values }) => [record.external_id, status, values.quality?.value]),
  );
}

const prompt = () => page.locator('#prompt');
// Code for the browser is given as text: the types of this project know no document.
const promptOtherThan = (text: string) =>
  page.waitForFunction(
    `document.getElementById('prompt').textContent !== ${JSON.stringify(text)} || !document.getElementById('done').hidden`,
  );
const saved = () => page.locator('#saved', { hasText: 'All answers saved' }).waitFor();

describe('signing in', () => {
  test('with a wrong password says so, with the right one it goes on', async () => {
    await world.put('one');
    await signIn('ann', 'wrong horse');
    await page.locator('#notice', { hasText: 'not right' }).waitFor();
    await signIn();
    await page.locator('#prompt', { hasText: 'one' }).waitFor();
    await page.reload();
    await page.locator('#prompt', { hasText: 'one' }).waitFor();
    await page.click('#sign-out');
    await page.reload();
    await page.locator('#sign-in').waitFor();
    expect(await page.evaluate('JSON.stringify([sessionStorage, localStorage])')).toBe('[{},{}]');
  });

  test('works with an API key', async () => {
    await world.put('one');
    await page.click('#switch-way');
    await page.fill('#api-key', 'not a key');
    await page.press('#api-key', 'Enter');
    await page.locator('#notice', { hasText: 'not right' }).waitFor();
    await page.fill('#api-key', people.keys.get('ann') ?? '');
    await page.press('#api-key', 'Enter');
    await page.locator('#prompt', { hasText: 'one' }).waitFor();
    expect(await page.textContent('#who')).toBe(people.nameOf('ann'));
  });

  test('with nothing to rate tells whom to ask; with several datasets lets choose', async () => {
    await signIn();
    await page.locator('#done', { hasText: 'Nothing to rate' }).waitFor();
    await world.ready({ name: 'second' });
    await world.put('of the second');
    await page.reload();
    await page.locator('#datasets button', { hasText: 'second' }).click();
    await page.locator('#prompt', { hasText: 'of the second' }).waitFor();
    expect(await page.textContent('#title')).toBe('second');
  });
});

describe('rating', () => {
  test('by keys and clicks, with skipping, going back and changing', async () => {
    await world.put('one', 'two', 'three', 'four');
    await signIn();
    await prompt().waitFor();
    const seen: string[] = [];
    const next = async (act: () => Promise<void>) => {
      const before = (await prompt().textContent()) ?? '';
      seen.push(before);
      await act();
      await promptOtherThan(before);
    };
    await next(() => page.keyboard.press('5'));
    await next(() => page.keyboard.press('s'));
    await next(() => page.locator('#values button', { hasText: 'Good, really' }).click());
    await page.keyboard.press('9');
    await page.keyboard.press('ArrowLeft');
    await page.locator('#values [data-value="4"][aria-pressed=true]').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.locator('#past', { hasText: 'skipped' }).waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Backspace');
    await page.locator('#done', { hasText: 'You rated 3 prompts and skipped 1 prompt' }).waitFor();
    await saved();
    expect(new Set(seen)).toHaveProperty('size', 3);
    const statuses = (await stored()).map(([, status, value]) => `${status} ${String(value)}`);
    expect(statuses.toSorted()).toEqual(['discarded undefined', 'submitted 2', 'submitted 4', 'submitted 5']);
  });

  test('changes answers of an earlier visit', async () => {
    await world.put({
      external_id: 'x0',
      fields: { prompt: 'old' },
      responses: [{ user_id: people.ids.get('ann'), status: 'submitted', values: { quality: { value: 1 } } }],
    });
    await signIn();
    await page.click('#review');
    await page.locator('#values [data-value="1"][aria-pressed=true]').waitFor();
    await page.keyboard.press('3');
    await saved();
    expect(await stored()).toEqual([['x0', 'submitted', 3]]);
  });

  test('has the 0 key for 10 where 0 is no value', async () => {
    await world.draft({ name: 'ten' });
    const options = Array.from({ length: 10 }, (_, index) => ({ value: index + 1 }));
    const question = {
      name: 'quality',
      title: 'Q',
      description: 'More is better',
      required: true,
      settings: { type: 'rating', options },
    };
    await world.quietly('POST', `${world.at()}/questions`, question);
    await world.quietly('PUT', `${world.at()}/publish`);
    await world.put('one');
    await page.goto(`${server.url}/dataset/${world.dataset}`);
    await signIn();
    await page.locator('#hint', { hasText: 'More is better' }).waitFor();
    await prompt().waitFor();
    await page.keyboard.press('0');
    await saved();
    expect(await stored()).toEqual([['x0', 'submitted', 10]]);
  });
});

describe('foreign text', () => {
  test('is shown as written and never becomes part of the page', async () => {
    await world.put(hostile, spaced);
    await signIn();
    const texts: string[] = [];
    for (let index = 0; index < 2; index += 1) {
      await prompt().waitFor();
      texts.push((await prompt().textContent()) ?? '');
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.foreign')).whiteSpace`)).toBe('pre-wrap');
      await page.keyboard.press('1');
      await promptOtherThan(texts.at(-1) ?? '');
    }
    expect(texts.toSorted()).toEqual([hostile, spaced].toSorted());
    expect(await page.locator('#guidelines-text strong').textContent()).toBe('this');
    expect(
      await page.locator('#guidelines-text a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://example.org']);
    expect(await page.locator('img, #screen-rating script').count()).toBe(0);
    expect(await page.title()).toContain('ds');
  });

  test.each([
    [360, 740],
    [1440, 900],
    [320, 480],
  ])(
    'fits at %d × %d: no sideways scrolling, buttons in reach, long prompts scroll by themselves',
    async (width, height) => {
      await context.close();
      await openTab({ width, height });
      await world.put(long);
      await signIn();
      await prompt().waitFor();
      await page.click('#guidelines summary');
      const sizes = await page.evaluate<{ sideways: number; promptScrolls: boolean; buttonsEnd: number }>(`({
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
  test('answers are kept, said to be kept, and sent when it is back', async () => {
    await world.put('one', 'two', 'three');
    await signIn();
    await prompt().waitFor();
    const { port } = new URL(server.url);
    await server.close();
    await page.keyboard.press('4');
    await page.locator('#notice', { hasText: '1 answer is kept here' }).waitFor();
    await page.keyboard.press('5');
    await page.locator('#saved', { hasText: '2 answers not sent yet' }).waitFor();
    server = await openServer(join(folder, 'local.db'), undefined, Number(port));
    await saved();
    await page.locator('#notice').waitFor({ state: 'hidden' });
    expect(new Set((await stored()).map(([, status, value]) => `${status} ${String(value)}`))).toEqual(
      new Set(['submitted 4', 'submitted 5']),
    );
  });

  test('a closed tab loses nothing either', async () => {
    await world.put('one', 'two');
    await signIn();
    await prompt().waitFor();
    await context.setOffline(true);
    await page.keyboard.press('3');
    await page.locator('#notice', { hasText: 'kept here' }).waitFor();
    await page.close();
    await context.setOffline(false);
    page = await context.newPage();
    await page.goto(server.url);
    await signIn();
    await saved();
    expect((await stored()).map(([, status, value]) => [status, value])).toEqual([['submitted', 3]]);
  });

  test('an answer to a prompt that is gone is told, and the rest goes on', async () => {
    const records = await world.put('one', 'two');
    await signIn();
    await prompt().waitFor();
    const shown = await prompt().textContent();
    await world.quietly('DELETE', `/records/${records[shown === 'one' ? 0 : 1]?.id}`);
    await page.keyboard.press('3');
    await page.locator('#notice', { hasText: 'One answer was not taken' }).waitFor();
    await page.locator('#prompt', { hasText: shown === 'one' ? 'two' : 'one' }).waitFor();
    await page.keyboard.press('4');
    await page.locator('#done').waitFor();
    await saved();
    expect((await stored()).map(([, , value]) => value)).toEqual([4]);
  });
});
