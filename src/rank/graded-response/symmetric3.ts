/** Upper entries of a symmetric 3 × 3 matrix, row by row. */
export type Symmetric3 = [xx: number, xy: number, xz: number, yy: number, yz: number, zz: number];

export type Vector3 = [x: number, y: number, z: number];

/** The inverse of a positive definite matrix, from its adjugate. */
export function invert(matrix: Symmetric3): Symmetric3 {
  const [a, b, c, d, e, f] = matrix;
  const [x, y, z] = [d * f - e * e, c * e - b * f, b * e - c * d];
  const inverse = 1 / determinant(matrix);
  return [
    x * inverse,
    y * inverse,
    z * inverse,
    (a * f - c * c) * inverse,
    (b * c - a * e) * inverse,
    (a * d - b * b) * inverse,
  ];
}

export function determinant([a, b, c, d, e, f]: Symmetric3): number {
  return a * (d * f - e * e) + b * (c * e - b * f) + c * (b * e - c * d);
}

export function multiply([a, b, c, d, e, f]: Symmetric3, [x, y, z]: Vector3): Vector3 {
  return [a * x + b * y + c * z, b * x + d * y + e * z, c * x + e * y + f * z];
}

/** v′ M v. */
export function quadraticForm(matrix: Symmetric3, v: Vector3): number {
  const [x, y, z] = multiply(matrix, v);
  return v[0] * x + v[1] * y + v[2] * z;
}
