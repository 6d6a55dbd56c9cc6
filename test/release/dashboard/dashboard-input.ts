import { toRatedItems } from '../../../src/campaign/ranking/rated-campaign.ts';
import type { Prompt, PublishSettings, ResponseEvent } from '../../../src/model.ts';
import { rankItems } from '../../../src/rank/rank-items.ts';
import type { ReleaseInput } from '../../../src/release/input.ts';
import { simulateWorld, type WorldDesign } from '../../rank/simulated-world.ts';
import { answer, campaign, type InputFields, prompt, releaseInput } from '../release-input.ts';

/** Foreign texts in a dashboard. */
export interface DashboardTexts {
  prompt: (index: number) => string;
  source: (index: number) => string;
  rater: (rater: string) => string;
  name: string;
  question: string;
  label: (value: number) => string;
}

const subjects = ['a lighthouse', 'the tides', 'an old bridge', 'sourdough', 'prime numbers', 'a lost letter', 'bees'];
const asks = [
  'Write a short story about',
  'Explain to a ten year old',
  'Give three arguments for and against',
  'Draft a polite e-mail about',
];

const plain: DashboardTexts = {
  prompt: (index) =>
    `${asks[index % asks.length]} ${subjects[index % subjects.length]}, number ${index}.${' Use plain words and give an example from daily life.'.repeat(index % 4)}`,
  source: (index) => ['oasst2', 'classics', 'evol-instruct'][index % 3] ?? '',
  rater: (rater) => `rater-${rater}`,
  name: 'Spring prompt ranking',
  question: 'How good is this prompt?',
  label: (value) => ['Very bad', 'Bad', 'Ok', 'Good', 'Very good'][value - 1] ?? '',
};

interface Design extends Partial<WorldDesign> {
  /** Share of the prompts with answers, from the first on. */
  reached?: number;
  wave?: number | 'all';
  /** Number of days with answers. */
  days?: number;
  texts?: Partial<DashboardTexts>;
  publish?: Partial<PublishSettings>;
}

/** A simulated campaign with two kinds and three sources of prompts, as passed by the publish command. */
export function dashboardInput(design: Design = {}, fields: InputFields = {}): ReleaseInput {
  const { items = 120, raters = 24, overlap = [1, 4], reached = 0.7, wave = 40, days = 12, texts = {} } = design;
  const own = { ...plain, ...texts };
  const base = campaign(design.publish);
  const question = { ...base.task.question, title: own.question, labels: [1, 2, 3, 4, 5].map(own.label) };
  const described = { ...base, name: own.name, task: { ...base.task, question, wave } };
  const answered = Math.round(items * reached);
  const world = simulateWorld({ seed: 5, zipf: 1, ...design, items: answered, raters, overlap });
  const prompts = Array.from({ length: items }, (_, index): Prompt => {
    const text = own.prompt(index);
    return prompt(`i${index}`, {
      prompt: text,
      kind: index % 5 < 3 ? 'human' : 'synthetic',
      source: own.source(index),
      length: text.length,
    });
  });
  const answers = world.ratings.map(({ item, rater, value }, index): ResponseEvent => {
    const share = index / world.ratings.length;
    const at = new Date(Date.UTC(2026, 2, 1, 8) + share ** 0.8 * days * 86_400_000).toISOString();
    return answer(item, `id-${rater}`, { value, rater, insertedAt: at, updatedAt: at, serverUpdatedAt: at });
  });
  const places = wave === 'all' ? items : wave;
  return releaseInput({
    campaign: described,
    prompts,
    answers,
    ranking: rankItems(toRatedItems(prompts, answers, described)),
    raterName: (id) => own.rater(id.replace(/^id-/u, '')),
    waves: new Map(prompts.map(({ id }, index) => [id, Math.floor(index / places) + 1])),
    ...fields,
  });
}
