import { createHash } from 'node:crypto';
import type { Campaign, Prompt, PublishSettings, RankedItem, RankedRater, ResponseEvent } from '../../src/model.ts';
import type { ReleaseInput } from '../../src/release/release-input.ts';
import { anyEngine, lenient } from '../support/build-settings.ts';

/** Raters by id, with names that must not leak. */
export const people = {
  '0d0a6d3e-0000-4000-8000-00000000000a': 'ada.lovelace',
  '0d0a6d3e-0000-4000-8000-00000000000b': 'grace.hopper',
  '0d0a6d3e-0000-4000-8000-00000000000c': 'alan.turing',
};

const [ada, grace, alan] = Object.keys(people);

export function campaign(publish: Partial<PublishSettings> = {}): ReleaseInput['campaign'] {
  const base: Campaign & { publish: PublishSettings } = {
    name: 'prompt ranking',
    seed: 42,
    dir: '/campaign',
    sources: [],
    build: lenient,
    engine: anyEngine,
    task: {
      workspace: 'prompt-ranking',
      dataset: 'prompt-ranking',
      guidelines: '# Rate the prompt\n\nNot the answer that you imagine.',
      question: {
        name: 'quality',
        title: 'How good is this prompt?',
        values: [1, 2, 3, 4, 5],
        labels: ['Very bad', 'Bad', 'Ok', 'Good', 'Very good'],
      },
      overlap: 3,
      wave: 500,
      metadata: [],
    },
    target: { type: 'local' },
    publish: {
      dataset: 'my-org/prompts-ranked',
      license: 'cc-by-4.0',
      raters: 'pseudonym',
      minResponses: 1,
      licenseDecisions: {},
      backup: null,
      ...publish,
    },
  };
  return base;
}

export function prompt(id: string, fields: Partial<Prompt> = {}): Prompt {
  return {
    id,
    prompt: `Prompt ${id}`,
    kind: 'human',
    source: 'oasst2',
    sourceRow: 'data.jsonl:1',
    revision: null,
    license: 'apache-2.0',
    metadata: {},
    alsoIn: [],
    length: 8,
    ...fields,
  };
}

export function answer(promptId: string, raterId: string, fields: Partial<ResponseEvent> = {}): ResponseEvent {
  return {
    promptId,
    raterId,
    rater: new Map(Object.entries(people)).get(raterId) ?? null,
    status: 'submitted',
    value: 4,
    insertedAt: '2026-03-01T10:00:00.123456',
    updatedAt: '2026-03-01T10:00:00.123456',
    serverUpdatedAt: '2026-03-01T10:00:00.123456',
    recordId: `record-of-${promptId}`,
    datasetId: 'dataset-1',
    pulledAt: '2026-03-02T00:00:00.000Z',
    ...fields,
  };
}

export function rankedItem(item: string, rank: number, fields: Partial<RankedItem> = {}): RankedItem {
  return {
    item,
    rank,
    score: 4,
    scoreLow: 3,
    scoreHigh: 5,
    tier: 'A',
    mean: 4,
    answers: 1,
    agreementRatio: null,
    ...fields,
  };
}

export function rankedRater(rater: string, fields: Partial<RankedRater> = {}): RankedRater {
  return { rater, answers: 1, mean: 4, severity: null, consistency: null, agreement: null, flags: [], ...fields };
}

/** p2 before p1; p3 has a discarded answer only, p4 none; p9 is no prompt of the campaign. */
export function releaseInput(fields: Partial<ReleaseInput> = {}): ReleaseInput {
  return {
    campaign: campaign(),
    prompts: [
      prompt('p1', { kind: 'synthetic', source: 'seeds', license: null, metadata: { topic: 'maths', b: [1], a: 'x' } }),
      prompt('p2'),
      prompt('p3'),
      prompt('p4'),
    ],
    manifest: null,
    answers: [
      answer('p1', ada ?? '', { value: 2, updatedAt: '2026-03-01T23:59:59.999999' }),
      answer('p1', grace ?? '', { value: 3, updatedAt: '2026-03-04T08:30:00Z' }),
      answer('p1', alan ?? '', { status: 'discarded', value: null }),
      answer('p2', ada ?? '', { value: 5 }),
      answer('p2', alan ?? '', { status: 'draft', value: 1 }),
      answer('p3', ada ?? '', { status: 'discarded', value: 1 }),
      answer('p9', ada ?? ''),
    ],
    ranking: {
      items: [
        rankedItem('p2', 1, { score: 5, scoreLow: 4.25, scoreHigh: 5, mean: 5 }),
        rankedItem('p1', 2, {
          score: 2.5,
          scoreLow: 1.5,
          scoreHigh: 3.5,
          mean: 2.5,
          answers: 2,
          agreementRatio: 0.5,
          tier: 'B',
        }),
        rankedItem('p3', 3, { score: null, scoreLow: null, scoreHigh: null, tier: null, mean: null, answers: 0 }),
        rankedItem('p4', 4, { score: null, scoreLow: null, scoreHigh: null, tier: null, mean: null, answers: 0 }),
      ],
      raters: [
        rankedRater(ada ?? '', { answers: 2, mean: 3.5, severity: 1, agreement: 0 }),
        rankedRater(grace ?? '', { answers: 1, mean: 3, severity: -1, agreement: 0, flags: ['constant'] }),
      ],
      ratings: 3,
      agreement: 0.5,
    },
    raterName: hiddenName,
    simulated: false,
    ...fields,
  };
}

/** The plain name; for campaigns that publish usernames, or whose names must not leak. */
export function usernameOf(raterId: string): string {
  return new Map(Object.entries(people)).get(raterId) ?? raterId;
}

/** A pseudonym as good as any. */
export function hiddenName(raterId: string): string {
  return `rater-${createHash('sha256').update(raterId).digest('hex').slice(0, 12)}`;
}

export const defaultTable = 'data/train-00000-of-00001.parquet';
export const ratingsTable = 'ratings/train-00000-of-00001.parquet';
export const ratersTable = 'raters/train-00000-of-00001.parquet';

/** All files of a release, sorted. */
export const releasePaths = [
  '.argilla/dataset.json',
  '.argilla/settings.json',
  'README.md',
  defaultTable,
  ratersTable,
  ratingsTable,
];
