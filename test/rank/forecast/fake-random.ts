import type { Random } from '../../../src/rank/forecast/random.ts';

/** Numbers that a test chose, in turn and over again. */
export function fakeRandom({ uniforms = [0.5], normals = [0] }: { uniforms?: number[]; normals?: number[] }): Random {
  let [drawn, drawnNormals] = [0, 0];
  const uniform = (): number => {
    drawn += 1;
    return uniforms[(drawn - 1) % uniforms.length] ?? 0;
  };
  return {
    uniform,
    normal() {
      drawnNormals += 1;
      return normals[(drawnNormals - 1) % normals.length] ?? 0;
    },
    logistic() {
      const share = uniform();
      return Math.log(share / (1 - share));
    },
    below: (count) => Math.floor(uniform() * count),
  };
}
