import { describe, expect, it } from 'vitest';
import type { FactorEffect, FactorEffects, FactorName, ItemFacts, PromptKind, Rating } from '../../../src/model.ts';
import { analyseFactors } from '../../../src/rank/factors/analyse-factors.ts';
import { normal, uniformOf } from '../simulated-world.ts';

interface Design {
  seed: number;
  items?: number;
  /** Added to the quality of human prompts. */
  kindEffect?: number;
  /** Share of human prompts' answers from lenient raters, and of synthetic prompts' answers from strict ones. */
  sorted?: number;
  /** Share of human prompts in each source. */
  sources?: Record<string, number>;
  /** Added to the quality of a source's prompts. */
  sourceEffects?: Record<string, number>;
  lengthEffect?: number;
  /** Standard deviation of answers to human and synthetic prompts. */
  noise?: Record<'human' | 'synthetic', number>;
}

interface Campaign {
  ratings: Rating[];
  facts: Map<string, ItemFacts>;
}

/** Half of 30 raters are lenient by 0.8, half strict. Three answers per prompt, a minute apart, thirty per session. */
function simulate({
  seed,
  items = 1500,
  kindEffect = 0,
  sorted = 0.5,
  sources = { books: 0.5, models: 0.5 },
  sourceEffects = {},
  lengthEffect = 0,
  noise = { human: 0.6, synthetic: 0.6 },
}: Design): Campaign {
  const uniform = uniformOf(seed);
  const names = Object.keys(sources);
  const facts = new Map<string, ItemFacts>();
  const ratings: Rating[] = [];
  const given = new Map<string, number>();
  for (let index = 0; index < items; index += 1) {
    const item = `i${index}`;
    const source = names[Math.floor(uniform() * names.length)] ?? '';
    const kind = uniform() < (sources[source] ?? 0) ? 'human' : 'synthetic';
    const length = Math.round(20 * 2 ** (5 * uniform()));
    facts.set(item, { kind, source, length });
    const quality =
      3 +
      0.8 * normal(uniform) +
      (kind === 'human' ? kindEffect : 0) +
      (sourceEffects[source] ?? 0) +
      lengthEffect * Math.log2(length / 100);
    const asked = new Set<string>();
    while (asked.size < 3) {
      const isLenient = uniform() < (kind === 'human' ? sorted : 1 - sorted);
      const rater = `${isLenient ? 'lenient' : 'strict'}${Math.floor(15 * uniform())}`;
      if (asked.has(rater)) continue;
      asked.add(rater);
      const felt = quality + (isLenient ? 0.8 : -0.8) + noise[kind] * normal(uniform);
      const number = given.get(rater) ?? 0;
      given.set(rater, number + 1);
      const minutes = Math.floor(number / 30) * 24 * 60 + (number % 30);
      const answeredAt = new Date(Date.UTC(2026, 2, 1) + minutes * 60_000).toISOString();
      ratings.push({ rater, item, value: Math.max(1, Math.min(5, Math.round(felt))), answeredAt });
    }
  }
  return { ratings, facts };
}

function effectOf({ effects }: FactorEffects, factor: FactorName): FactorEffect {
  const found = effects?.find((effect) => effect.factor === factor);
  if (found === undefined) throw new Error(`no effect of ${factor}`);
  return found;
}

function ratingEffects({ ratings, facts }: Campaign): FactorEffects {
  return analyseFactors(ratings, facts).ratings;
}

describe('human and synthetic prompts', () => {
  it('lenient raters on human prompts make no difference', () => {
    const campaign = simulate({ seed: 1, sorted: 0.85 });
    const means = (['human', 'synthetic'] as const).map((kind) => meanOf(campaign, kind));
    expect((means[0] ?? 0) - (means[1] ?? 0)).toBeGreaterThan(0.6);
    const kind = effectOf(ratingEffects(campaign), 'kind');
    expect(kind).toMatchObject({ contrast: 'human against synthetic', holds: false });
    expect(kind.sentence).toMatch(/^No difference in ratings is shown between human and synthetic prompts: /u);
    expect(Math.abs(kind.effect)).toBeLessThan(0.12);
  });

  it('a true difference is found with the right size, and described in the right words', () => {
    const kind = effectOf(ratingEffects(simulate({ seed: 2, sorted: 0.85, kindEffect: 0.5 })), 'kind');
    expect(kind.holds).toBe(true);
    expect(kind.low).toBeLessThan(0.5);
    expect(kind.high).toBeGreaterThan(0.4);
    expect(kind.sentence).toBe(
      `Human prompts are rated ${kind.effect.toFixed(2)} higher than synthetic ones ` +
        `(95 % ${kind.low.toFixed(2)} to ${kind.high.toFixed(2)}), ` +
        'with rater severity, length, place in the session, experience of the rater and time held equal.',
    );
  });

  it('have intervals that cover the truth in about 95 of 100 campaigns', () => {
    let held = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const { low, high } = effectOf(ratingEffects(simulate({ seed: 50 + seed, items: 150, sorted: 0.7 })), 'kind');
      if (low <= 0 && 0 <= high) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(53);
  });

  it('the choice of sources is taken out within those that have both kinds', () => {
    const campaign = simulate({
      seed: 4,
      sources: { good: 0.9, fair: 0.5, poor: 0.1 },
      sourceEffects: { good: 0.7, poor: -0.7 },
    });
    const effects = ratingEffects(campaign);
    expect(effectOf(effects, 'kind').low).toBeGreaterThan(0.2);
    const within = effectOf(effects, 'kind_within_sources');
    expect(within.low).toBeLessThan(0);
    expect(within.high).toBeGreaterThan(0);
    expect(within.sentence).toContain('within the sources that have both');
    const sources = effects.effects?.filter(({ factor }) => factor === 'source') ?? [];
    expect(sources.map(({ contrast, holds }) => [contrast, holds])).toEqual([
      ['source fair against all', false],
      ['source good against all', true],
      ['source poor against all', true],
    ]);
  });
});

function meanOf({ ratings, facts }: Campaign, kind: PromptKind): number {
  const own = ratings.filter(({ item }) => facts.get(item)?.kind === kind);
  return own.reduce((sum, { value }) => sum + value, 0) / own.length;
}

it('finds the effect of length', () => {
  const length = effectOf(ratingEffects(simulate({ seed: 5, lengthEffect: 0.2 })), 'length');
  expect(length.effect).toBeGreaterThan(0.13);
  expect(length.effect).toBeLessThan(0.25);
  expect(length.sentence).toMatch(/^Prompts twice as long are rated 0\.\d\d higher than others/u);
});

/** Ten waves of equal size in the order of the items. Each is rated `delay` days after the one before. */
function inWaves({ ratings, facts }: Campaign, delay: number, effect: number): Campaign {
  const names = [...facts.keys()];
  const waves = new Map(names.map((item, index) => [item, 1 + Math.floor((10 * index) / names.length)]));
  const waveOf = (item: string): number => waves.get(item) ?? 1;
  return {
    ratings: ratings.map((rating) => ({
      ...rating,
      value: rating.value + (effect * waveOf(rating.item)) / 9,
      answeredAt: new Date(
        Date.parse(rating.answeredAt ?? '') + delay * waveOf(rating.item) * 86_400_000,
      ).toISOString(),
    })),
    facts: new Map([...facts].map(([item, own]) => [item, { ...own, wave: waveOf(item) }])),
  };
}

/** Raters' days don't follow the order of the items. */
function shuffled({ ratings, facts }: Campaign): Campaign {
  const times = ratings.map(({ answeredAt }) => answeredAt);
  const uniform = uniformOf(99);
  const order = times.map(() => uniform());
  const drawn = [...order.keys()].toSorted((a, b) => (order[a] ?? 0) - (order[b] ?? 0));
  return {
    ratings: ratings.map((rating, index) => ({ ...rating, answeredAt: times[drawn[index] ?? 0] ?? '' })),
    facts,
  };
}

describe('waves', () => {
  it('that get better are found, from the first to the last', () => {
    const effects = ratingEffects(inWaves(shuffled(simulate({ seed: 9 })), 0, 0.6));
    const wave = effectOf(effects, 'wave');
    expect(wave).toMatchObject({ contrast: 'last wave against first', holds: true });
    expect(wave.low).toBeLessThan(0.6);
    expect(wave.high).toBeGreaterThan(0.6);
    expect(wave.sentence).toMatch(
      /^Prompts of the last wave are rated 0\.\d\d higher than those of the first \(.*experience of the rater and time held equal\.$/u,
    );
    expect(effectOf(effects, 'kind').sentence).toMatch(/, time and wave held equal/u);
  });

  it('that are alike show no difference', () => {
    const wave = effectOf(ratingEffects(inWaves(shuffled(simulate({ seed: 10 })), 0, 0)), 'wave');
    expect(wave.holds).toBe(false);
    expect(wave.sentence).toMatch(
      /^No difference in ratings is shown between prompts of the first wave and of the last: /u,
    );
  });

  it.each([
    ['each is rated long after the one before', (campaign: Campaign) => inWaves(campaign, 30, 0.6)],
    ['there is one', ({ ratings, facts }: Campaign) => ({ ratings, facts: withWave(facts, () => 1) })],
    ['one has answers', ({ ratings, facts }: Campaign) => ({ ratings, facts: withWave(facts, () => 3) })],
    [
      'some are not known',
      ({ ratings, facts }: Campaign) => ({
        ratings,
        facts: new Map([
          ...withWave(facts, (index) => index % 2),
          ['i0', { kind: 'human', source: 'books', length: 9 }],
        ]),
      }),
    ],
  ] as [string, (campaign: Campaign) => Campaign][])('are left out if %s, and the rest is as without', (_, change) => {
    const { ratings, facts } = change(simulate({ seed: 11, items: 300 }));
    const waveless = new Map(
      [...facts].map(([item, { kind, source, length = 0 }]) => [item, { kind, source, length }]),
    );
    const { effects } = ratingEffects({ ratings, facts });
    expect(effects?.map(({ factor }) => factor)).toContain('time');
    expect(effects).toEqual(ratingEffects({ ratings, facts: waveless }).effects);
  });
});

function withWave(facts: Map<string, ItemFacts>, waveOf: (index: number) => number): Map<string, ItemFacts> {
  return new Map([...facts].map(([item, own], index) => [item, { ...own, wave: waveOf(index) }]));
}

it('finds what drives disagreement', () => {
  const { ratings, facts } = simulate({ seed: 6, noise: { human: 1.2, synthetic: 0.3 } });
  const { disagreement } = analyseFactors(ratings, facts);
  const kind = effectOf(disagreement, 'kind');
  expect(kind.holds).toBe(true);
  expect(kind.sentence).toMatch(/^Human prompts are rated 0\.\d\d further apart than synthetic ones/u);
});

describe('an unknown effect', () => {
  const { ratings, facts } = simulate({ seed: 7, items: 100 });

  it.each<[string, Rating[], Map<string, ItemFacts>, RegExp]>([
    ['few answers', ratings.slice(0, 10), facts, /there are 10 answers, and it takes 30/u],
    ['equal ratings', ratings.map((rating) => ({ ...rating, value: 4 })), facts, /all of them are the same/u],
    ['nothing known', ratings, new Map(), /there are 0 answers/u],
    [
      'nothing that differs',
      ratings.map(({ rater, item, value }) => ({ rater, item, value })),
      new Map([...facts.keys()].map((item) => [item, { kind: 'human', source: 'a', length: 50 }])),
      /do not differ in anything/u,
    ],
  ])('is explained: %s', (_, own, known, reason) => {
    const { ratings: effects } = analyseFactors(own, known);
    expect(effects.effects).toBeNull();
    expect(effects.reason).toMatch(reason);
  });

  it('has no disagreement with one answer per prompt', () => {
    const single = ratings.filter(({ item }, index) => ratings.findIndex((other) => other.item === item) === index);
    expect(analyseFactors(single, facts).disagreement.reason).toMatch(
      /there are 0 answers on prompts with two or more/u,
    );
  });

  it('leaves out place and time if the answers have none', () => {
    const timeless = ratings.map(({ rater, item, value }) => ({ rater, item, value }));
    const factors = new Set(analyseFactors(timeless, facts).ratings.effects?.map(({ factor }) => factor));
    expect([...factors]).toEqual(['kind', 'kind_within_sources', 'source', 'length']);
  });
});

it('does not depend on the order of answers', () => {
  const { ratings, facts } = simulate({ seed: 8, items: 200 });
  expect(analyseFactors(ratings.toReversed(), facts)).toEqual(analyseFactors(ratings, facts));
});

/** Answers with an item and a rater of their own each: human prompts first. */
function apart(human: readonly number[], synthetic: readonly number[]): Campaign {
  const values = [...human, ...synthetic];
  return {
    ratings: values.map((value, index) => ({ rater: `r${index}`, item: `i${index}`, value })),
    facts: new Map(
      values.map((_, index) => [`i${index}`, { kind: index < human.length ? 'human' : 'synthetic', source: 's' }]),
    ),
  };
}

function withoutTime({ rater, item, value }: Rating): Rating {
  return { rater, item, value };
}

describe('an effect', () => {
  const human = Array.from({ length: 12 }, (_, index) => 3 + (index % 3));
  const synthetic = Array.from({ length: 18 }, (_, index) => 2 + (index % 2));

  it('is the difference of two means where every answer is on its own, with its standard error', () => {
    const { ratings } = analyseFactors(apart(human, synthetic).ratings, apart(human, synthetic).facts);
    expect(ratings).toMatchObject({ answers: 30, reason: null });
    expect(ratings.effects).toHaveLength(1);
    // Means 4 and 2.5; squares 12 · 2 / 3 = 8 and 18 / 4 = 4.5.
    const error = Math.sqrt((12.5 / 29) * (1 / 12 + 1 / 18));
    const effect = effectOf(ratings, 'kind');
    expect(effect.effect).toBe(1.5);
    expect(effect.low).toBeCloseTo(1.5 - 1.959964 * error, 6);
    expect(effect.high).toBeCloseTo(1.5 + 1.959964 * error, 6);
    expect(effect.holds).toBe(true);
  });

  it('takes thirty answers', () => {
    const { ratings, facts } = apart(human, synthetic.slice(1));
    expect(analyseFactors(ratings, facts).ratings).toEqual({
      effects: null,
      answers: 29,
      reason: 'there are 29 answers, and it takes 30',
    });
  });

  it('is not told where sources are more than a third of the answers', () => {
    const { ratings, facts } = apart(human, synthetic);
    const inSources = (sources: number) =>
      analyseFactors(
        ratings,
        new Map(
          [...facts].map(([item, own], index) => [item, { ...own, kind: 'human', source: `s${index % sources}` }]),
        ),
      ).ratings;
    expect(inSources(10).effects).toHaveLength(10);
    expect(inSources(11)).toEqual({
      effects: null,
      answers: 30,
      reason: 'there are too many sources for so few answers',
    });
  });

  it('leaves answers aside on items of which nothing is known', () => {
    const { ratings, facts } = apart(human, synthetic);
    const more = { rater: 'r0', item: 'unknown', value: 99 };
    expect(analyseFactors([more, ...ratings], facts)).toEqual(analyseFactors(ratings, facts));
  });

  it('on disagreement is one on the distance of each answer from the mean of the others', () => {
    const { ratings, facts } = simulate({ seed: 12, items: 60 });
    const single = ratings.filter(
      ({ item }, index) => item !== 'i0' || ratings.findIndex((one) => one.item === item) === index,
    );
    const distances = single.flatMap((rating) => {
      const others = single.filter(({ item, rater }) => item === rating.item && rater !== rating.rater);
      if (others.length === 0) return [];
      const mean = others.reduce((sum, { value }) => sum + value, 0) / others.length;
      return [{ ...rating, value: Math.abs(rating.value - mean) }];
    });
    const { disagreement } = analyseFactors(single.map(withoutTime), facts);
    const expected = ratingEffects({ ratings: distances.map(withoutTime), facts });
    expect(disagreement.answers).toBe(single.length - 1);
    expect(disagreement.effects).toHaveLength(expected.effects?.length ?? 0);
    disagreement.effects?.forEach(({ effect, low, high, holds }, index) => {
      const own = expected.effects?.[index];
      expect(effect).toBeCloseTo(own?.effect ?? 9, 6);
      expect(low).toBeCloseTo(own?.low ?? 9, 6);
      expect(high).toBeCloseTo(own?.high ?? 9, 6);
      expect(holds).toBe(own?.holds);
    });
  });
});

/** Two-sided P of a standard normal, by Simpson's rule. */
function chanceOf(score: number): number {
  const steps = 400;
  const width = score / steps;
  let inside = 0;
  for (let index = 0; index <= steps; index += 1) {
    const weight = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2;
    inside += weight * Math.exp(-((index * width) ** 2) / 2);
  }
  return 1 - (2 * inside * width) / 3 / Math.sqrt(2 * Math.PI);
}

describe("Holm's procedure", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('holds the k-th greatest of n to 5 %% / (n − k + 1): campaign %i', (seed) => {
    const campaign = simulate({
      seed: 30 + seed,
      items: 80,
      kindEffect: 0.25,
      lengthEffect: 0.1,
      sources: { a: 0.5, b: 0.4, c: 0.6 },
      sourceEffects: { a: 0.4, b: -0.3 },
    });
    const effects = ratingEffects(campaign).effects ?? [];
    const scores = effects.map(({ effect, low, high }) => Math.abs(effect) / ((high - low) / 2 / 1.959964));
    const order = scores.toSorted((a, b) => b - a);
    const passes = order.map((score, rank) => chanceOf(score) <= 0.05 / (order.length - rank));
    const held = passes.includes(false) ? passes.indexOf(false) : passes.length;
    expect(effects.filter(({ holds }) => holds)).toHaveLength(held);
    effects.forEach(({ holds }, index) => expect(holds).toBe((scores[index] ?? 0) > (order[held] ?? -1)));
  });
});
