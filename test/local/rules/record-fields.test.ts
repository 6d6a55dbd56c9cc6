import { describe, expect, it } from 'vitest';
import { checkFields } from '../../../src/local/rules/record-fields.ts';
import { datasetRules, refusal } from './dataset-rules.ts';

const rules = datasetRules({
  fields: [
    { name: 'form', required: false, type: 'custom' },
    { name: 'talk', required: false, type: 'chat' },
    { name: 'photo', required: false, type: 'image' },
    { name: 'prompt', required: true, type: 'text' },
    { name: 'note', required: false, type: 'text' },
  ],
});
const check = (fields: Record<string, unknown>): string | null =>
  refusal(() => checkFields({ prompt: 'p', ...fields }, rules));

const dataUrl = (length: number): string => 'data:image/png;base64,'.padEnd(length, 'A');
const webUrl = (length: number): string => 'https://example.org/'.padEnd(length, 'a');

describe('checkFields', () => {
  it('returns the fields that it has checked', () => {
    const fields = { prompt: 'p' };
    expect(checkFields(fields, rules)).toBe(fields);
  });

  it.each<[Record<string, unknown>]>([
    [{ note: '' }],
    [{ note: null, photo: null, talk: null, form: null }],
    [{ photo: 'http://example.org/a.png' }],
    [{ photo: webUrl(2038) }],
    [{ photo: dataUrl(5_000_000) }],
    [{ talk: [] }],
    [{ form: {} }],
  ])('accepts %j', (fields) => {
    expect(check(fields)).toBeNull();
  });

  const noUrl = "image field 'photo' has an invalid URL value";
  it.each<[string, Record<string, unknown>, string]>([
    ['a required field without a value', { prompt: null }, "missing required value for field: 'prompt'"],
    ['a required field that is undefined', { prompt: undefined }, "missing required value for field: 'prompt'"],
    [
      'fields that the dataset does not have',
      { other: 1, note: 'n', more: 2 },
      "found fields values for non configured fields: ['other', 'more']",
    ],
    ['a text that is none', { note: 3 }, "text field 'note' value must be a string"],
    ['an image that is no text', { photo: 3 }, noUrl],
    ['an image without a scheme', { photo: 'example.org/a.png' }, noUrl],
    ['an image with a text before the scheme', { photo: ' https://example.org/a.png' }, noUrl],
    ['an image by another scheme', { photo: 'ftp://example.org/a.png' }, noUrl],
    ['an image whose scheme only looks like data', { photo: '1data:x' }, noUrl],
    ['an image whose scheme starts like data', { photo: 'data+x:y' }, noUrl],
    ['an image without a host', { photo: 'https:///a.png' }, noUrl],
    ['an image without a path', { photo: 'https://example.org/' }, noUrl],
    ['an address after other text', { photo: 'x-https://example.org/a' }, noUrl],
    [
      'a web address that is too long',
      { photo: webUrl(2039) },
      "image field 'photo' value is exceeding the maximum length of 2038 characters for Web URLs",
    ],
    [
      'a data URL that is too long',
      { photo: dataUrl(5_000_001) },
      "image field 'photo' value is exceeding the maximum length of 5000000 characters for Data URLs",
    ],
    ['a chat that is no list', { talk: {} }, "chat field 'talk' value must be a list of messages"],
    ['a custom value that is no object', { form: [] }, "custom field 'form' value must be a dictionary"],
    [
      'the first wrong field by type: text, image, chat, custom',
      { form: 1, talk: 1, photo: 1, note: 1 },
      "text field 'note' value must be a string",
    ],
    ['an image before a chat', { form: 1, talk: 1, photo: 1 }, noUrl],
    ['a chat before a custom value', { form: 1, talk: 1 }, "chat field 'talk' value must be a list of messages"],
  ])('refuses %s', (_, fields, sentence) => {
    expect(check(fields)).toBe(sentence);
  });

  it.each([[null], [undefined], [{}]])('rejects missing fields: %j', (fields) => {
    expect(refusal(() => checkFields(fields, rules))).toBe('fields cannot be empty');
  });

  it('does not mistake a name that every object has for a value', () => {
    const odd = datasetRules({
      fields: [
        { name: 'constructor', required: true, type: 'text' },
        { name: 'hasOwnProperty', required: false, type: 'text' },
        { name: 'prompt', required: false, type: 'text' },
      ],
    });
    const missing = "missing required value for field: 'constructor'";
    expect(refusal(() => checkFields({ prompt: 'p' }, odd))).toBe(missing);
    expect(refusal(() => checkFields({ constructor: 'p' }, odd))).toBeNull();
  });
});
