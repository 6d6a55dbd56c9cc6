import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Agreement, Rating } from '../../src/model.ts';
import { measureAgreement } from '../../src/rank/agreement/measure-agreement.ts';
import { countRatings } from '../../src/rank/agreement/rating-counts.ts';
import { makeAnswerTable } from '../../src/rank/answer-table.ts';
import { groupRatings } from '../../src/rank/rating-groups.ts';
import { uniformOf } from '../rank/simulated-world.ts';

interface Case {
  /** Items × raters. */
  rows: (number | null)[][];
  scale: number[];
}

const names = ['alphaNominal', 'alphaOrdinal', 'alphaInterval', 'fleissKappa', 'gwetAc2'] as const;
const theirs = z.array(z.record(z.enum(names), z.number().nullable()));

/** Matrices of many shapes: more or fewer gaps, 2 to 11 values, even and uneven scales, raters who hardly vary. */
function makeCase(seed: number): Case {
  const uniform = uniformOf(seed);
  const values = 2 + Math.floor(10 * uniform());
  const scale: number[] = [];
  for (let k = 0; k < values; k += 1) scale.push((scale.at(-1) ?? 0) + (seed % 2 === 0 ? 1 : 0.1 + 3 * uniform()));
  const raters = 2 + Math.floor(6 * uniform());
  const gaps = [0, 0.2, 0.6][seed % 3] ?? 0;
  const noise = [0.2, 1, 4][Math.floor(3 * uniform())] ?? 1;
  const steady = seed % 5 === 0;
  const rows = Array.from({ length: 4 + Math.floor(60 * uniform()) }, () => {
    const middle = uniform() * values;
    return Array.from({ length: raters }, (_, rater) => {
      if (uniform() < gaps) return null;
      const felt = steady && rater === 0 ? values / 2 : middle + noise * (uniform() - 0.5);
      return scale[Math.max(0, Math.min(values - 1, Math.floor(felt)))] ?? null;
    });
  });
  // Everybody rated the first item, so that some answers are pairable.
  return { rows: [Array.from({ length: raters }, (_, rater) => scale[rater % 2] ?? null), ...rows], scale };
}

function measure({ rows, scale }: Case): Agreement {
  const ratings = rows.flatMap((row, item) =>
    row.flatMap((value, rater): Rating[] => (value === null ? [] : [{ rater: `${rater}`, item: `${item}`, value }])),
  );
  const groups = groupRatings(
    ratings,
    rows.map((_, item) => `${item}`),
  );
  return measureAgreement(countRatings(makeAnswerTable(groups, scale)), 1);
}

it('equals krippendorff and irrCAC to 1e-9 on 90 random matrices', () => {
  const cases = Array.from({ length: 90 }, (_, seed) => makeCase(seed + 1));
  const script = fileURLToPath(new URL('agreement.py', import.meta.url));
  const output = execFileSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8' });
  const expected = theirs.parse(JSON.parse(output));
  expect(expected).toHaveLength(cases.length);
  cases.forEach((own, index) => {
    const agreement = measure(own);
    for (const name of names) {
      const value = expected[index]?.[name] ?? null;
      const place = `matrix ${index + 1}: ${name} ${agreement[name].value} and ${value}`;
      expect(Math.abs((agreement[name].value ?? 9) - (value ?? 9)), place).toBeLessThan(1e-9);
    }
  });
});
