import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalWorld, startLocal } from '../support/argilla-local.ts';
import { request, type Who, World } from '../support/argilla-world.ts';

let local: LocalWorld;

beforeAll(async () => {
  local = await startLocal();
});

afterAll(() => local.end());

const act = fc.record({
  who: fc.constantFrom<Who>('ann', 'bob', 'admin', 'owner'),
  does: fc.oneof(
    fc.record({ status: fc.constantFrom('submitted', 'discarded', 'draft'), value: fc.integer({ min: 1, max: 5 }) }),
    fc.constant('takes it back' as const),
  ),
});

test('whatever four people do, a record is completed exactly if enough answers are submitted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(act, { maxLength: 12 }), async (overlap, acts) => {
      const world = await World.open(local.people);
      await world.ready({ distribution: { strategy: 'overlap', min_submitted: overlap } });
      const [record] = await world.put('one');
      const expected = new Map<Who, { status: string; value: number }>();
      const responses = new Map<Who, string>();
      for (const { who, does } of acts) {
        const key = local.people.keys.get(who);
        if (does === 'takes it back') {
          await request(local.server, key, 'DELETE', `/responses/${responses.get(who) ?? crypto.randomUUID()}`);
          expected.delete(who);
          responses.delete(who);
          continue;
        }
        const item = { record_id: record?.id, status: does.status, values: { quality: { value: does.value } } };
        const { body } = await request(local.server, key, 'POST', '/me/responses/bulk', { items: [item] });
        responses.set(who, body.items[0].item.id);
        expected.set(who, does);
      }
      const { body: stored } = await world.quietly('GET', `/records/${record?.id}`);
      const submitted = [...expected.values()].filter(({ status }) => status === 'submitted').length;
      expect(stored.status).toBe(submitted >= overlap ? 'completed' : 'pending');
      const kept = stored.responses.map(
        (one: { user_id: string; status: string; values: { quality: { value: number } } }) => [
          one.user_id,
          one.status,
          one.values.quality.value,
        ],
      );
      const wanted = [...expected].map(([who, { status, value }]) => [local.people.ids.get(who), status, value]);
      expect(new Set(kept)).toEqual(new Set(wanted));
      await world.close();
    }),
    { numRuns: 25 },
  );
});
