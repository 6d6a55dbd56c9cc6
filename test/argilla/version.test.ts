import nock from 'nock';
import { afterEach, expect, it } from 'vitest';
import { openConnection } from '../../src/argilla/connection.ts';
import { getVersion, isTried } from '../../src/argilla/version.ts';

afterEach(() => nock.cleanAll());

it.each([
  ['0.7.2', 'extralit', true],
  ['0.7.10', 'extralit', true],
  ['0.8.0', 'extralit', false],
  ['0.70.2', 'extralit', false],
  ['2.8.0', 'argilla', true],
  ['2.9.0', 'argilla', false],
  ['1.29.1', 'argilla', false],
  ['3', 'argilla', false],
])('version %s is of %s, and tried: %s', async (version, software, tried) => {
  nock('http://argilla.test').get('/api/v1/version').reply(200, { version });
  const connection = openConnection({ url: 'http://argilla.test', apiKey: 'key', userAgent: 'prank/test' });
  const found = await getVersion(connection);
  expect(found).toEqual({ software, version });
  expect(isTried(found)).toBe(tried);
});
