import { createHash } from 'node:crypto';
import type {
  Agreement,
  AgreementEstimate,
  Campaign,
  Prompt,
  PublishSettings,
  RankedItem,
  RankedRater,
  RatingSummary,
  ResponseEvent,
} from '../../src/model.ts';
import type { ReleaseInput } from '../../src/release/input.ts';
import { nameAnswers } from '../../src/release/rater-names.ts';
import { anyEngine, lenient, noExports, plainDashboard } from '../support/build-settings.ts';

/** Raters by id, with names that must not leak. */
export const people = {
  '0d0a6d3e-0000-4000-8000-00000000000a': 'ada.lovelace',
  '0d0a6d3e-0000-4000-8000-00000000000b': 'grace.hopper',
  '0d0a6d3e-0000-4000-8000-00000000000c': 'alan.turing',
};

const [ada, grace, alan] = Object.keys(people);

export function campaign(publish: Partial<PublishSettings> = {}): Campaign & { publish: PublishSettings } {
  const base: Campaign & { publish: PublishSettings } = {
    name: 'prompt ranking',
    id: 'prompt-ranking',
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
      keepsMetadata: false,
    },
    target: { type: 'local' },
    publish: {
      dataset: 'my-org/prompts-ranked',
      visibility: 'public',
      auto: true,
      everyMs: 0,
      license: 'cc-by-4.0',
      licenseLink: null,
      raters: 'pseudonym',
      minResponses: 1,
      licenseDecisions: {},
      authors: [],
      thanks: [],
      dashboard: plainDashboard,
      exports: noExports,
      backup: null,
      pseudonymKey: null,
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
  return {
    rater,
    answers: 1,
    mean: 4,
    meanLow: null,
    meanHigh: null,
    severity: null,
    severityLow: null,
    severityHigh: null,
    discrimination: null,
    discriminationLow: null,
    discriminationHigh: null,
    consistency: null,
    consistencyLow: null,
    consistencyHigh: null,
    paceSeconds: null,
    paceSecondsLow: null,
    paceSecondsHigh: null,
    agreement: null,
    flags: [],
    ...fields,
  };
}

/** An agreement in which every statistic has this value; null = nothing can be estimated. */
export function agreement(value: number | null): Agreement {
  const estimate: AgreementEstimate =
    value === null
      ? { value, low: null, high: null, reason: 'no prompt has two answers' }
      : { value, low: value - 0.125, high: value + 0.125, reason: null };
  return {
    items: 2,
    answers: 3,
    pairableItems: 1,
    pairableAnswers: 2,
    alphaNominal: estimate,
    alphaOrdinal: estimate,
    alphaInterval: estimate,
    fleissKappa: estimate,
    gwetAc2: estimate,
    exactAgreement: estimate,
    withinOneAgreement: estimate,
    agreementRatio: estimate,
  };
}

/** The summary of the answers below: two kinds, two sources and two days. */
const summary: RatingSummary = {
  scale: [1, 2, 3, 4, 5],
  overall: { items: 2, answers: 3, counts: [0, 1, 1, 0, 1], mean: 10 / 3, low: 1, high: 5 },
  groups: (['kind', 'source'] as const).flatMap((by) => [
    {
      by,
      group: by === 'kind' ? 'human' : 'oasst2',
      summary: { items: 1, answers: 1, counts: [0, 0, 0, 0, 1], mean: 5, low: null, high: null },
    },
    {
      by,
      group: by === 'kind' ? 'synthetic' : 'seeds',
      summary: { items: 1, answers: 2, counts: [0, 1, 1, 0, 0], mean: 2.5, low: null, high: null },
    },
  ]),
  days: [
    { day: '2026-03-01', answers: 2 },
    { day: '2026-03-04', answers: 1 },
  ],
};

/** What to change in a release; answers and ranking name raters by id, and `raterName` names these publicly. */
export interface InputFields extends Partial<ReleaseInput> {
  raterName?: (raterId: string) => string;
}

/** p2 ranks before p1; p3 has only a discarded answer, p4 has none; p9 is not a prompt of the campaign. */
export function releaseInput({ raterName = hiddenName, ...fields }: InputFields = {}): ReleaseInput {
  return named(raterName, {
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
      raterModel: 'full',
      agreementAnalysis: { overall: agreement(0.25), groups: [] },
      factors: null,
      summary,
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
        rankedRater(ada ?? '', {
          answers: 2,
          mean: 3.5,
          severity: 1,
          severityLow: 0.5,
          severityHigh: 1.5,
          agreement: 0,
        }),
        rankedRater(grace ?? '', { answers: 1, mean: 3, severity: -1, agreement: 0, flags: ['constant'] }),
      ],
      ratings: 3,
      agreement: 0.5,
    },
    unlisted: new Set(),
    waves: new Map([
      ['p1', 1],
      ['p2', 1],
      ['p3', 2],
      ['p4', 2],
    ]),
    simulated: false,
    model: 1,
    ...fields,
  });
}

/** As the publish command does: only what the release holds, under the names that it publishes. */
function named(raterName: (raterId: string) => string, input: ReleaseInput): ReleaseInput {
  const ids = new Set(input.prompts.map(({ id }) => id));
  const published = input.answers.filter(({ promptId, status }) => ids.has(promptId) && status !== 'draft');
  const { answers, nameOf } = nameAnswers(input.campaign.publish.raters, published, raterName);
  const { ranking, unlisted } = input;
  return {
    ...input,
    answers,
    ranking: { ...ranking, raters: ranking.raters.map((row) => ({ ...row, rater: nameOf(row.rater) ?? row.rater })) },
    unlisted: new Set([...unlisted].map((id) => nameOf(id) ?? id)),
  };
}

/** The plain name, for campaigns that publish usernames and tests in which names must not leak. */
export function usernameOf(raterId: string): string {
  return new Map(Object.entries(people)).get(raterId) ?? raterId;
}

/** Some pseudonym. */
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
  '.prank/prompts.parquet',
  '.prank/release.json',
  'README.md',
  ...[
    'agreement',
    'answers-over-time',
    'participation',
    'rater-severity',
    'ratings-by-kind',
    'ratings-by-source',
  ].flatMap((name) => [
    `charts/${name}-dark.png`,
    `charts/${name}-dark.svg`,
    `charts/${name}.png`,
    `charts/${name}.svg`,
  ]),
  'dashboard.html',
  defaultTable,
  ratersTable,
  ratingsTable,
];
