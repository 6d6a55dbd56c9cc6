import { expect, it } from 'vitest';
import { renderAnnotation, renderMasks } from '../../../src/cli/github/workflow-commands.ts';

it('a note keeps its lines, and its text can neither end it nor begin another command', () => {
  expect(renderAnnotation('error', 'prank sync: a,b', '100 %\n::error::no')).toBe(
    '::error title=prank sync%3A a%2Cb::100 %25%0A::error::no\n',
  );
});

it('a secret is hidden in every form in which it appears, line by line', () => {
  const secret = 'k€y/with?\nlines';
  const masked = renderMasks(secret)
    .trimEnd()
    .split('\n')
    .map((line) => line.replace('::add-mask::', ''));
  const bytes = Buffer.from(secret);
  expect(masked).toEqual([
    'k€y/with?',
    'lines',
    encodeURIComponent(secret).replaceAll('%', '%25'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ]);
});

it('a secret that is too short is not hidden', () => {
  expect(renderMasks('abc')).toBe('');
});
