import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliberateDifferences } from '../argilla-real/conversations/deliberate-differences.ts';
import { type LocalWorld, startLocal } from '../support/argilla-local.ts';
import { World } from '../support/argilla-world.ts';

let local: LocalWorld;

beforeAll(async () => {
  local = await startLocal();
});

afterAll(() => local.end());

describe('where the embedded server differs from Argilla on purpose', () => {
  test.each(deliberateDifferences)('$name', async ({ talk, embedded }) => {
    const world = await World.open(local.people);
    await talk(world);
    expect(world.spoken.map(({ status }) => status)).toEqual(embedded);
    await world.close();
  });

  test('values null are stored as none', async () => {
    const world = await World.open(local.people);
    await world.ready();
    const [one, two] = await world.put('one', 'two');
    for (const [id, body] of [
      [one?.id, { status: 'discarded', values: null }],
      [two?.id, { status: 'draft' }],
    ] as const) {
      const { body: made } = await world.ask('ann', 'POST', `/records/${id}/responses`, body);
      expect(made.values).toEqual({});
    }
  });

  test('metadata of a dataset: PATCH stores the merge that it returns', async () => {
    const world = await World.open(local.people);
    await world.draft({ metadata: { a: 1, b: 1 } });
    const { body } = await world.ask('owner', 'PATCH', world.at(), { metadata: { b: 2, c: 3 } });
    expect(body.metadata).toEqual({ a: 1, b: 2, c: 3 });
    expect((await world.ask('owner', 'GET', world.at())).body.metadata).toEqual({ a: 1, b: 2, c: 3 });
  });

  test('PATCH of the overlap updates all statuses at once', async () => {
    const world = await World.open(local.people);
    await world.ready();
    const responses = [{ user_id: world.id('ann'), status: 'submitted', values: { quality: { value: 3 } } }];
    await world.put({ external_id: 'x', fields: { prompt: 'p' }, responses }, 'two');
    const statuses = async () =>
      (await world.quietly('GET', `${world.at()}/records`)).body.items.map(({ status }: { status: string }) => status);
    expect(await statuses()).toEqual(['completed', 'pending']);
    await world.ask('owner', 'PATCH', world.at(), { distribution: { strategy: 'overlap', min_submitted: 2 } });
    expect(await statuses()).toEqual(['pending', 'pending']);
    await world.ask('owner', 'PATCH', world.at(), { distribution: { strategy: 'overlap', min_submitted: 1 } });
    expect(await statuses()).toEqual(['completed', 'pending']);
  });
});
