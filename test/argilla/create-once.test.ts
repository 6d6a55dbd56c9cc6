import { expect, it, vi } from 'vitest';
import { createOnce } from '../../src/argilla/create-once.ts';
import { ArgillaHttpError, ArgillaUnreachableError } from '../../src/argilla/http-error.ts';

const taken = new ArgillaHttpError(409, 'taken', null);
const failed = new ArgillaHttpError(500, 'failed', null);
const lost = new ArgillaUnreachableError('argilla_unreachable', 'no answer');

it.each([
  ['409: it is there', taken],
  ['500 after the commit: it is there', failed],
  ['a lost answer: it is there', lost],
])('%s', async (_, error) => {
  const create = vi.fn<() => Promise<string>>().mockRejectedValue(error);
  expect(await createOnce(create, async () => 'found')).toBe('found');
  expect(create).toHaveBeenCalledTimes(1);
});

it.each([
  ['500 before the commit', failed],
  ['a request that never arrived', lost],
])('creates again after %s', async (_, error) => {
  const create = vi.fn<() => Promise<string>>().mockRejectedValueOnce(error).mockResolvedValueOnce('made');
  expect(await createOnce(create, async () => undefined)).toBe('made');
});

it('passes on what neither a look nor another try can fix', async () => {
  const wrong = new ArgillaHttpError(422, 'wrong', null);
  const find = vi.fn<() => Promise<undefined>>();
  await expect(createOnce(() => Promise.reject(wrong), find)).rejects.toBe(wrong);
  expect(find).not.toHaveBeenCalled();
  await expect(
    createOnce(
      () => Promise.reject(taken),
      async () => undefined,
    ),
  ).rejects.toBe(taken);
});
