import { expect, test } from 'vitest';
import { findPersonalData } from '../../../src/build/filters/personal-data.ts';

// Separate from the other tests, so that mutation tests can leave it out.
test.each([
  'a',
  '1',
  '1 ',
  '12 ',
  '-',
  '_',
  'a.',
  '::',
  'sk-',
  'hf_',
  '+491',
  'tel 0123456789 ',
  '+49 30 901820 ',
  '415-555-2671 ',
  'DE89370400440532013000 ',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\nAAAA',
  '+1 (',
  'a@',
  '1.',
  'a:',
  '-----BEGIN ',
  '4111 ',
  'ann@example.com ',
  'x://y:z',
  'eyJ',
  'DE89 ',
])('reads a million characters of %j quickly', (piece) => {
  const started = performance.now();
  findPersonalData(piece.repeat(Math.ceil(1_000_000 / piece.length)));
  // Anything non-linear would take minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});
