import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { logIn } from '../support/argilla-local.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { RatingPage } from '../support/rating-page.ts';

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let browser: Browser;
let page: RatingPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await RatingPage.open(browser, 'Rate the prompts.');
  await page.world.put('one', 'two', 'three');
});

afterEach(async () => {
  await page.close();
  expect(page.complaints).toEqual([]);
});

async function findFaults(tab: Page): Promise<string[]> {
  await tab.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate<axe.AxeResults>('axe.run()');
  const wide = await tab.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`),
    ...(wide > 0 ? [`scrolls sideways by ${wide} px`] : []),
  ];
}

/** Pictures for people to look at: SCREENSHOTS names a folder. */
async function picture(name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

function doorPath(): string {
  return `/prank/workspaces/${page.world.workspace}/door`;
}

/** Opens the door as the owner and returns the link. */
async function open(limits: object = {}): Promise<string> {
  const { body } = await page.world.quietly('PUT', doorPath(), limits);
  return `${page.server.url}/join#${body.token}`;
}

async function join(link: string, name: string): Promise<void> {
  await page.tab.goto(link);
  await page.tab.fill('#join-name', name);
  await page.tab.press('#join-name', 'Enter');
}

async function signInAsOwner(): Promise<void> {
  await page.tab.goto(`${page.server.url}/organizer`);
  await page.tab.fill('#api-key', page.server.ownerKey);
  await page.tab.press('#api-key', 'Enter');
  await page.tab.locator('#door').waitFor();
}

function person(name: string) {
  return page.tab.locator(`[data-person="${name}"]`);
}

async function usernames(): Promise<string[]> {
  const { body } = await page.world.quietly('GET', '/users');
  return body.items.map(({ username }: { username: string }) => username);
}

describe('a person who opens the link', () => {
  test.each([
    ['desktop', {}],
    ['phone', phone],
    ['dark', { colorScheme: 'dark' as const }],
  ])('picks a name, sees the password once, and rates: %s', async (look, options) => {
    const link = await open();
    await page.openTab(options);
    await page.tab.goto(link);
    await page.shows('join-workspace', page.world.name);
    expect(await findFaults(page.tab)).toEqual([]);
    await picture(`join-${look}`);
    await page.tab.fill('#join-name', '  Zoë   K. ');
    await page.tab.press('#join-name', 'Enter');
    await page.shows('welcome-name', 'Zoë K.');
    const password = await page.tab.locator('#welcome-password').innerText();
    expect(await findFaults(page.tab)).toEqual([]);
    await picture(`welcome-${look}`);
    await page.tab.click('#start');
    await page.prompt();
    expect(page.tab.url()).toBe(`${page.server.url}/`);
    expect(await logIn(page.server, 'Zoë K.', password)).toMatchObject({ status: 201 });
  });

  test('needs no password on this device, also in a new tab, until they sign out', async () => {
    await join(await open(), 'zoe');
    await page.tab.click('#start');
    await page.prompt();
    await page.reopenTab();
    await page.prompt();
    expect(await page.tab.locator('#who').innerText()).toBe('zoe');
    await page.tab.click('#sign-out');
    await page.tab.locator('#screen-sign-in').waitFor();
    await page.reopenTab();
    await page.tab.locator('#screen-sign-in').waitFor();
  });

  test('gets no second account by opening the link again', async () => {
    const link = await open();
    await join(link, 'zoe');
    await page.tab.click('#start');
    await page.prompt();
    await page.reopenTab();
    await page.tab.goto(link);
    await page.prompt();
    expect((await usernames()).filter((name) => name.startsWith('zoe'))).toEqual(['zoe']);
  });

  test('still sees the password if the tab was closed before they had noted it', async () => {
    await join(await open(), 'zoe');
    await page.shows('welcome-name', 'zoe');
    const password = await page.tab.locator('#welcome-password').innerText();
    await page.reopenTab();
    await page.shows('welcome-password', password);
    await page.tab.click('#start');
    await page.prompt();
    expect(await page.tab.evaluate<string>('JSON.stringify(localStorage)')).not.toContain(password);
  });

  test('whose answer was lost on the way gets the account that was made, by trying again', async () => {
    const link = await open();
    let isLost = false;
    await page.tab.route('**/api/v1/prank/join', async (route) => {
      if (isLost) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort();
    });
    await join(link, 'zoe');
    await page.shows('join-problem', 'can’t be reached');
    await page.tab.press('#join-name', 'Enter');
    await page.shows('welcome-name', 'zoe');
    const password = await page.tab.locator('#welcome-password').innerText();
    expect(await logIn(page.server, 'zoe', password)).toMatchObject({ status: 201 });
    await page.tab.click('#start');
    await page.prompt();
    await page.reopenTab();
    await page.prompt();
  });

  test('who took the last place gets it, although the answer was lost and the tab closed', async () => {
    const link = await open({ limit: 1 });
    await page.tab.route('**/api/v1/prank/join', async (route) => {
      await route.fetch();
      return route.abort();
    });
    await join(link, 'zoe');
    await page.shows('join-problem', 'can’t be reached');
    await page.reopenTab();
    await page.tab.goto(link);
    await page.shows('welcome-name', 'zoe');
    await page.tab.click('#start');
    await page.prompt();
    expect((await usernames()).filter((name) => name === 'zoe')).toHaveLength(1);
  });

  test('can’t have the name of somebody else, nor one that looks like it', async () => {
    const taken = page.people.nameOf('ann');
    await join(await open(), taken.toUpperCase());
    await page.shows('join-problem', 'Somebody has this name');
    expect(await findFaults(page.tab)).toEqual([]);
    await page.tab.fill('#join-name', 'zoe');
    await page.tab.press('#join-name', 'Enter');
    await page.shows('welcome-name', 'zoe');
  });

  test('reads why, if the door is closed', async () => {
    const link = await open();
    await page.world.quietly('DELETE', doorPath());
    await page.tab.goto(link);
    await page.shows('join-refusal', 'This link doesn’t work');
    expect(await findFaults(page.tab)).toEqual([]);
    await picture('join-refused');
  });

  test('never sends the token in an address', async () => {
    const link = await open();
    const addresses: string[] = [];
    page.tab.on('request', (request) => addresses.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
    await join(link, 'zoe');
    await page.tab.click('#start');
    await page.prompt();
    const token = link.split('#')[1] ?? '?';
    expect(addresses.length).toBeGreaterThan(5);
    expect(addresses.filter((address) => address.includes(token) && !address.startsWith(`${link} `))).toEqual([]);
  });
});

describe('the organizer’s page', () => {
  test.each([
    ['desktop', {}],
    ['phone', phone],
    ['dark', { colorScheme: 'dark' as const }],
  ])('shows who is in, how far they are, and the door: %s', async (look, options) => {
    await page.signIn();
    await page.prompt();
    await page.tab.keyboard.press('4');
    await page.saved();
    await page.openTab(options);
    await signInAsOwner();
    await page.shows('door-title', 'The door is closed');
    expect(await findFaults(page.tab)).toEqual([]);
    await picture(`organizer-closed-${look}`);
    await page.tab.fill('#door-limit', '30');
    await page.tab.click('#open-door');
    await page.shows('door-facts', '0 of 30 joined');
    const { body } = await page.world.quietly('GET', doorPath());
    await page.shows('link', `${page.server.url}/join#${body.token}`);
    expect(await page.tab.getByRole('img', { name: 'QR code of the link' }).count()).toBe(1);
    await page.shows('people-title', '2 raters');
    expect(await person(page.people.nameOf('ann')).innerText()).toContain('1 rated');
    expect(await findFaults(page.tab)).toEqual([]);
    await person(page.people.nameOf('bob')).getByRole('button', { name: 'Remove' }).click();
    expect(await findFaults(page.tab)).toEqual([]);
    await picture(`organizer-${look}`);
  });

  test('works by keyboard alone: closes the door for good', async () => {
    const link = await open();
    await signInAsOwner();
    await page.tab.focus('#ask-close-door');
    await page.tab.keyboard.press('Enter');
    await page.tab.locator('#close-door').waitFor();
    const group = page.tab.getByRole('group', { name: 'This link will never work again.' });
    await vi.waitUntil(() => group.evaluate((element) => element === element.ownerDocument.activeElement));
    await page.tab.keyboard.press('Tab');
    await page.tab.keyboard.press('Enter');
    await page.shows('door-title', 'The door is closed');
    await page.openTab();
    await page.tab.goto(link);
    await page.shows('join-refusal', 'This link doesn’t work');
    expect(await usernames()).toHaveLength(5);
  });

  test('removes a person, whose answers stay, and lets them in again', async () => {
    const ann = page.people.nameOf('ann');
    await page.signIn();
    await page.prompt();
    await page.tab.keyboard.press('4');
    await page.saved();
    await page.openTab();
    await signInAsOwner();
    await person(ann).getByRole('button', { name: 'Remove' }).click();
    await person(ann).getByRole('button', { name: 'Remove', exact: true }).click();
    await person(ann).getByText('removed').waitFor();
    expect(await page.stored()).toHaveLength(1);
    expect((await page.world.ask('ann', 'GET', '/me/datasets')).body.items).toEqual([]);
    await person(ann).getByRole('button', { name: 'Let' }).click();
    await person(ann).getByText('removed').waitFor({ state: 'hidden' });
    expect((await page.world.ask('ann', 'GET', '/me/datasets')).body.items).toHaveLength(1);
  });

  test('gives a person a new password, which ends the old one', async () => {
    const ann = page.people.nameOf('ann');
    await signInAsOwner();
    await person(ann).getByRole('button', { name: 'New password' }).click();
    await person(ann).getByRole('button', { name: 'Set a new password' }).click();
    const password = await person(ann).locator('.new-password').innerText();
    expect(await findFaults(page.tab)).toEqual([]);
    expect(await logIn(page.server, ann)).toMatchObject({ status: 401 });
    expect(await logIn(page.server, ann, password)).toMatchObject({ status: 201 });
    await person(ann).getByRole('button', { name: 'Done' }).click();
    expect(await page.tab.content()).not.toContain(password);
  });

  test('shows a hostile name as text', async () => {
    const name = '<img src=x onerror="document.title=1">\u202E';
    const user = { username: name, first_name: 'x', password: 'correct horse', role: 'annotator' };
    const { body } = await page.world.quietly('POST', '/users', user);
    await page.world.quietly('POST', `/workspaces/${page.world.workspace}/users`, { user_id: body.id });
    await signInAsOwner();
    await page.shows('people-title', '3 raters');
    expect(await page.tab.locator('#people').innerText()).toContain('<img src=x');
    expect(await page.tab.locator('#people img').count()).toBe(0);
  });

  test('is not for raters', async () => {
    await page.tab.goto(`${page.server.url}/organizer`);
    await page.tab.click('#switch-way');
    await page.signIn();
    await page.shows('organizer-title', 'This page is for the organizer');
    expect(await findFaults(page.tab)).toEqual([]);
  });
});
