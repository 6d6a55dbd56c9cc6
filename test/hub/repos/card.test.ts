import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type HubConnection, openHub } from '../../../src/hub/connection.ts';
import { checkCard } from '../../../src/hub/repos/card.ts';
import { UsageError } from '../../../src/lib/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { json } from '../../support/hub/http/exchange.ts';
import { startHub, type StandInHub } from '../../support/hub/start-hub.ts';

const route = 'POST /api/validate-yaml';
const repository = { type: 'dataset', name: 'organizer/ranked' } as const;
let standIn: StandInHub;
let hub: HubConnection;

beforeAll(async () => {
  standIn = await startHub();
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.calm();
  standIn.clearRequests();
  const clock = createFakeClock();
  hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock });
});

function check(fields: string): Promise<void> {
  return checkCard(hub, repository, `---\n${fields}\n---\n# Card\n`);
}

it.each([
  'license: mit',
  'license: [mit, cc-by-4.0]',
  'license: openrail++',
  'license: other\nlicense_name: mit-0\nlicense_link: https://spdx.org/licenses/MIT-0.html',
  'size_categories: [n<1K]',
  'language: [en, de]',
])('lets the Hub accept %j', async (fields) => {
  await check(fields);
  expect(standIn.count(route)).toBe(1);
});

it.each([
  ['license: mit-0', '"license" must be one of [apache-2.0, mit, '],
  ['license: MIT', '"license" must be one of [apache-2.0, mit, '],
  ['license: [mit, mit-0]', '"license" must be one of'],
  ['license: other\nlicense_name: Our Terms', '"license_name" must be'],
  ['license: other\nlicense_link: terms.txt', '"license_link" must be'],
  ['size_categories: [n>10M]', '"size_categories" must be one of [n<1K, '],
  ['language: [english]', '"language" must be an ISO 639-1'],
  ['configs: [{data_files: []}]', '"configs.config_name" is required'],
  ['license: [', 'Invalid YAML in README.md'],
])('says why the Hub refuses %j', async (fields, why) => {
  const error: unknown = await check(fields).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({
    code: 'hub_card_refused',
    message: expect.stringContaining(`The Hub refuses the card, README.md: ${why}`),
  });
});

// The commit is checked anyway.
it.each([404, 405, 413])('goes on if the place cannot check cards (%i)', async (status) => {
  standIn.fault({ match: route, kind: 'other-answer', answer: json({ error: 'no' }, { status }) });
  await check('license: mit-0');
  expect(standIn.count(route)).toBe(1);
});

it('asks again after a failure, and gives up with the failure', async () => {
  standIn.fault({ match: route, kind: 'error-before', times: 2 });
  await check('license: mit');
  expect(standIn.count(route)).toBe(3);
  standIn.fault({ match: route, kind: 'error-before', times: 100 });
  await expect(check('license: mit')).rejects.toMatchObject({ code: 'hub_http_500' });
});
