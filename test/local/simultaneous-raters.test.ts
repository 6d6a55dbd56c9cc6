import { afterEach, describe, expect, test } from 'vitest';
import { type LocalWorld, startLocal } from '../support/argilla-local.ts';
import { request, World } from '../support/argilla-world.ts';

const overlap = 3;
const promptCount = 200;
const ahead = 4;
const thinkMs = 5000;
const open = {
  filters: {
    and: [
      { type: 'terms', scope: { entity: 'response', property: 'status' }, values: ['pending', 'draft'] },
      { type: 'terms', scope: { entity: 'record', property: 'status' }, values: ['pending'] },
    ],
  },
};

let nowMs = 0;
let local: LocalWorld | undefined;

afterEach(async () => {
  await local?.end();
  local = undefined;
});

async function openCampaign(prompts: number, min_submitted = overlap): Promise<{ world: World; server: LocalWorld }> {
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  local = await startLocal(() => nowMs);
  const world = await World.open(local.people);
  await world.ready({ distribution: { strategy: 'overlap', min_submitted } });
  await world.put(...Array.from({ length: prompts }, (_, index) => `prompt ${index}`));
  return { world, server: local };
}

/** The page of one rater: it takes a few prompts ahead, and asks again after each answer. */
class Page {
  readonly name: string;
  answers = 0;
  #server: LocalWorld['server'];
  #key: string;
  #world: World;
  #queue: string[] = [];
  left = 0;

  constructor({ server, key, world, name }: { server: LocalWorld['server']; key: string; world: World; name: string }) {
    this.#server = server;
    this.#key = key;
    this.#world = world;
    this.name = name;
  }

  static async join({ server }: LocalWorld, world: World, name: string): Promise<Page> {
    const user = { username: name, first_name: name, password: 'correct horse' };
    const { body } = await request(server, server.ownerKey, 'POST', '/users', user);
    await world.quietly('POST', `/workspaces/${world.workspace}/users`, { user_id: body.id });
    return new Page({ server, key: body.api_key, world, name });
  }

  async load(limit = ahead): Promise<string[]> {
    const path = `/me${this.#world.at()}/records/search?limit=${limit}`;
    const { body } = await request(this.#server, this.#key, 'POST', path, open);
    this.#queue = body.items.map(({ record }: { record: { id: string } }) => record.id);
    this.left = body.total;
    return this.#queue;
  }

  get shown(): string | undefined {
    return this.#queue[0];
  }

  async answer(status = 'submitted'): Promise<void> {
    const item = { record_id: this.shown, status, values: status === 'submitted' ? { quality: { value: 3 } } : {} };
    const { body } = await request(this.#server, this.#key, 'POST', '/me/responses/bulk', { items: [item] });
    expect(body.items[0].error).toBeNull();
    this.answers += 1;
    await this.load();
  }

  async leave(): Promise<void> {
    const { status } = await request(this.#server, this.#key, 'DELETE', `/me${this.#world.at()}/holds`);
    expect(status).toBe(204);
  }
}

/** Numbers between 0 and 1, the same in each run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Some prompts take much longer than others: log-normal. */
function thinkTime(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(random() || 0.5)) * Math.cos(2 * Math.PI * random());
  return thinkMs * Math.exp(0.8 * normal - 0.3);
}

/** Lets them all start at once. Each ends with the last prompt, or without a word after `each` answers. */
async function rate(pages: Page[], each = Infinity): Promise<void> {
  const random = makeRandom(7);
  const events: { at: number; page: Page }[] = [];
  for (const page of pages) {
    await page.load();
    events.push({ at: nowMs + thinkTime(random), page });
  }
  while (events.length > 0) {
    events.sort((a, b) => b.at - a.at);
    const { at, page } = events.pop() ?? { at: 0, page: pages[0] };
    if (page === undefined) return;
    nowMs = Math.max(nowMs, at);
    if (page.shown === undefined) await page.load();
    else await page.answer();
    if (page.answers < each && page.left > 0) events.push({ at: nowMs + thinkTime(random), page });
  }
}

async function countAnswers(world: World): Promise<{ answers: number; complete: number }> {
  const { body } = await world.quietly('GET', `${world.at()}/records?limit=1000&include=responses`);
  const counts: number[] = body.items.map(({ responses }: { responses: unknown[] }) => responses.length);
  return {
    answers: counts.reduce((sum, count) => sum + count, 0),
    complete: counts.filter((count) => count >= overlap).length,
  };
}

describe('people who rate at the same time', () => {
  test.each([10, 30, 50])('give each prompt three answers and hardly more: %i raters', async (raters) => {
    const { world, server } = await openCampaign(promptCount);
    const pages: Page[] = [];
    for (let index = 0; index < raters; index += 1) pages.push(await Page.join(server, world, `r${index}`));
    await rate(pages);
    const { answers, complete } = await countAnswers(world);
    expect(complete).toBe(promptCount);
    expect(answers).toBeLessThanOrEqual(promptCount * overlap * 1.03);
  });

  test('complete 195 of 200 prompts with 600 answers, though each leaves without a word', async () => {
    const { world, server } = await openCampaign(promptCount);
    const pages: Page[] = [];
    for (let index = 0; index < 50; index += 1) pages.push(await Page.join(server, world, `r${index}`));
    await rate(pages, 12);
    const { answers, complete } = await countAnswers(world);
    expect(answers).toBe(600);
    expect(complete).toBeGreaterThanOrEqual(195);
  });
});

async function openTwo(prompts: number): Promise<{ world: World; ann: Page; bob: Page }> {
  const { world, server } = await openCampaign(prompts, 1);
  const [ann, bob] = [await Page.join(server, world, 'a'), await Page.join(server, world, 'b')];
  return { world, ann, bob };
}

describe('a prompt', () => {
  test('is held for one who gets it, until it is answered, skipped or given back', async () => {
    const { ann, bob } = await openTwo(6);
    const held = await ann.load();
    expect(held).toHaveLength(4);
    expect(await ann.load()).toEqual(held);
    const others = await bob.load();
    expect(others).toHaveLength(2);
    expect(others.filter((id) => held.includes(id))).toEqual([]);

    await ann.answer();
    const skipped = ann.shown;
    await ann.answer('discarded');
    expect(await bob.load()).toContain(skipped);
    await ann.leave();
    expect(await bob.load()).toHaveLength(4);
  });

  test('that is loaded ahead goes to somebody who has none, and the one on a screen when its rater seems gone', async () => {
    const { ann, bob } = await openTwo(2);
    const [shown, next] = await ann.load();
    expect(await bob.load()).toEqual([next]);
    expect(await ann.load()).toEqual([shown]);
    await bob.answer();
    expect(bob.shown).toBeUndefined();
    expect(bob.left).toBe(1);
    nowMs += 61_000;
    expect(await bob.load()).toEqual([shown]);
    expect(await ann.load()).toEqual([]);
  });

  test('is free again ten minutes after its rater was last seen', async () => {
    const { ann, bob } = await openTwo(5);
    const held = await ann.load(4);
    expect(await bob.load()).toHaveLength(1);
    nowMs += 10 * 60_000 + 1;
    const found = await bob.load();
    expect(found).toHaveLength(4);
    expect(found.filter((id) => held.includes(id)).length).toBeGreaterThan(0);
  });

  test('is not held for one who only reads: more at once, in an order, a second page, or as organizer', async () => {
    const { world, ann, bob } = await openTwo(6);
    expect(await ann.load(101)).toHaveLength(6);
    for (const [who, query, body] of [
      ['ann', 'limit=5&offset=1', open],
      ['ann', 'limit=5', { ...open, sort: [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'asc' }] }],
      ['ann', 'limit=5', {}],
      ['owner', 'limit=5', open],
      ['admin', 'limit=5', open],
    ] as const) {
      const { body: read } = await world.ask(who, 'POST', `/me${world.at()}/records/search?${query}`, body);
      expect(read.items).toHaveLength(5);
    }
    expect(await bob.load(10)).toHaveLength(4);
  });
});
