import { describe, expect, it } from 'vitest';
import { readCardLicense } from '../../../src/campaign/adopt/card-license.ts';

const card = (front: string): string => `---\n${front}\n---\n# Title\n\nlicense: mit\n`;

describe('the licence of a card', () => {
  it.each([
    ['license: cc-by-4.0', { source: 'cc-by-4.0', publish: 'cc-by-4.0' }],
    ['license: CC BY 4.0', { source: 'cc-by-4.0', publish: 'cc-by-4.0' }],
    ['license:\n  - mit', { source: 'mit', publish: 'mit' }],
    ['license: my-terms', { source: 'my-terms', publish: null }],
    ['license: other\nlicense_name: Our terms', { source: 'Our terms', publish: null }],
    [
      'license: other\nlicense_name: Our terms\nlicense_link: https://example.org/terms',
      { source: 'Our terms', publish: { name: 'Our terms', link: 'https://example.org/terms' } },
    ],
    [
      'license: other\nlicense_name: Our terms\nlicense_link: javascript:alert(1)',
      { source: 'Our terms', publish: null },
    ],
    ['license: other', null],
    ['license: [mit, apache-2.0]', null],
    ['license: 7', null],
    ['pretty_name: x', null],
    ['license: "a\\nb"', null],
    [': : :\n\t- {', null],
  ])('%j', (front, license) => {
    expect(readCardLicense(card(front))).toEqual(license);
  });

  it('is only read from the front matter', () => {
    expect(readCardLicense('# Title\n\nlicense: mit\n')).toBe(null);
    expect(readCardLicense('')).toBe(null);
  });
});
