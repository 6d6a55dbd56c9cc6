import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  determinant,
  invert,
  multiply,
  quadraticForm,
  type Symmetric3,
  type Vector3,
} from '../../../src/rank/graded-response/symmetric3.ts';

const matrix: Symmetric3 = [4, 1, 2, 5, 3, 6];

it('follows the rules of matrices, by hand', () => {
  expect(determinant(matrix)).toBe(4 * (30 - 9) + (6 - 6) + 2 * (3 - 10));
  expect(multiply(matrix, [1, 2, 3])).toEqual([12, 20, 26]);
  expect(quadraticForm(matrix, [1, 2, 3])).toBe(12 + 40 + 78);
});

it('the inverse times the matrix gives any vector back', () => {
  const part = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(part, { minLength: 9, maxLength: 9 }), fc.tuple(part, part, part), (m, v) => {
      // M M′ + 1 is positive definite.
      const at = (a: number, b: number): number =>
        (a === b ? 1 : 0) + [0, 1, 2].reduce((sum, k) => sum + (m[3 * a + k] ?? 0) * (m[3 * b + k] ?? 0), 0);
      const own: Symmetric3 = [at(0, 0), at(0, 1), at(0, 2), at(1, 1), at(1, 2), at(2, 2)];
      const vector: Vector3 = v;
      const back = multiply(invert(own), multiply(own, vector));
      back.forEach((value, index) => expect(value).toBeCloseTo(vector[index] ?? 0, 6));
    }),
  );
});
