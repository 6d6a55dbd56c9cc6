import { expect, it } from 'vitest';
import { findHubPage } from '../../src/lib/hub-page.ts';

it.each([
  ['https://huggingface.co/spaces/me/my-argilla', 'me/my-argilla'],
  ['https://huggingface.co/spaces/me/my.argilla_2/', 'me/my.argilla_2'],
  ['https://huggingface.co/spaces/me/my-argilla/tree/main', 'me/my-argilla'],
  ['https://huggingface.co/spaces/me/my-argilla?logs=container#top', 'me/my-argilla'],
  ['http://www.HuggingFace.co/spaces/me/my-argilla', 'me/my-argilla'],
  ['hf.co/spaces/me/my-argilla', 'me/my-argilla'],
  ['https://key@huggingface.co/spaces/me/my-argilla', 'me/my-argilla'],
  ['https://huggingface.co', null],
  ['https://huggingface.co/spaces/me', null],
  ['https://huggingface.co/datasets/me/prompts', null],
])('%s is a page of the Hub', (written, space) => {
  expect(findHubPage(written)).toEqual({ space });
});

it.each([
  'https://me-my-argilla.hf.space',
  'https://argilla.example.org/spaces/me/x',
  'https://huggingface.co.example.org/spaces/me/x',
  'me/my-argilla',
  'spaces/me/my-argilla',
  '',
  'https://',
])('%j is another address', (written) => {
  expect(findHubPage(written)).toBeNull();
});
