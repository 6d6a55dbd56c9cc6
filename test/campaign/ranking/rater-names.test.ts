import { expect, it } from 'vitest';
import { chooseRaterName } from '../../../src/campaign/ranking/rater-names.ts';
import type { RaterPrivacy, ResponseEvent } from '../../../src/model.ts';
import { toRoundEvents } from '../../../src/ratings/earlier-rounds.ts';
import { pseudonym } from '../../../src/ratings/pseudonyms.ts';

const opaque = 'rater-0a1b2c3d4e5f';
const argillaId = '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';
const common = { promptId: 'p', status: 'submitted' as const, value: 3, insertedAt: '', updatedAt: '' };
const earlier = toRoundEvents(
  [opaque, argillaId, 'Ada Lovelace'].map((rater) => ({ ...common, rater })),
  'owner/name',
);
const ada: ResponseEvent = {
  ...common,
  raterId: 'id-of-ada',
  rater: 'Ada Lovelace',
  serverUpdatedAt: '',
  recordId: 'r',
  datasetId: 'd',
  pulledAt: '2026-01-01T00:00:00Z',
};
const idOf = (name: string): string => earlier.find(({ rater }) => rater === name)?.raterId ?? '';

async function namesUnder(privacy: RaterPrivacy): Promise<string[]> {
  const nameOf = await chooseRaterName(privacy, [...earlier, ada], async () => 'key');
  return [opaque, argillaId, 'Ada Lovelace'].map((name) => nameOf(idOf(name))).concat(nameOf('id-of-ada'));
}

it('names raters of an earlier round by their published ids, and shows names of people only where usernames are', async () => {
  expect(await namesUnder('pseudonym')).toEqual([
    `round-1:${opaque}`,
    `round-1:${argillaId}`,
    `round-1:${pseudonym('key', idOf('Ada Lovelace'))}`,
    pseudonym('key', 'id-of-ada'),
  ]);
  expect(await namesUnder('username')).toEqual([
    `round-1:${opaque}`,
    `round-1:${argillaId}`,
    'round-1:Ada Lovelace',
    'Ada Lovelace',
  ]);
  expect(new Set(await namesUnder('omit')).size).toBe(1);
});
