import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listCharts } from '../../../src/release/charts/list-charts.ts';
import { renderDashboard } from '../../../src/release/dashboard/dashboard.ts';
import { makeLeaderboard } from '../../../src/release/dashboard/make-leaderboard.ts';
import { makePromptData, renderPromptData } from '../../../src/release/dashboard/make-prompt-data.ts';
import { measureDailyPace } from '../../../src/release/dashboard/facts.ts';
import { measureProgress, type WaveProgress } from '../../../src/release/dashboard/measure-progress.ts';
import { renderProgress } from '../../../src/release/dashboard/progress-section.ts';
import type { ReleaseInput } from '../../../src/release/input.ts';
import {
  campaign,
  type InputFields,
  people,
  prompt,
  rankedItem,
  rankedRater,
  releaseInput,
  usernameOf,
} from '../release-input.ts';
import { dashboardInput } from './dashboard-input.ts';

/** Another test covers the pictures; here each is one word. */
async function render(input: ReleaseInput): Promise<string> {
  const charts = listCharts(input.ranking, input.campaign.task.question.labels);
  return (await renderDashboard(input, charts, async () => '<svg/>')).replaceAll('&nbsp;', ' ');
}

function hash(text: string | undefined): string {
  return `sha256-${createHash('sha256')
    .update(text ?? '')
    .digest('base64')}`;
}

function wave(number: number, completed: number, answers: number): WaveProgress {
  return { wave: number, prompts: 5, completed, answers };
}

/** How the table shows a prompt. */
function rowOf(text: string): string {
  const ranking = { ...releaseInput().ranking, items: [rankedItem('p', 1)] };
  return makePromptData(releaseInput({ prompts: [prompt('p', { prompt: text })], ranking })).rows[0]?.[0] ?? '';
}

describe('renderDashboard', () => {
  it('shows progress, pace, raters, agreement and where to go', async () => {
    const target = {
      type: 'space',
      space: 'my-org/rate',
      server: null,
      hardware: null,
      sleepHours: null,
      storage: 'none',
      databaseEnv: null,
    } as const;
    const page = await render(releaseInput({ campaign: { ...campaign(), target } }));
    expect(page).toContain('<strong>0 %</strong> complete');
    expect(page).toContain('0 of 4 prompts have 3 answers; 9 answers to go.');
    expect(page).toContain('As of the last answer, 4 March 2026, 08:30 UTC.');
    expect(page).toContain('<dt>answers a day, over the last 4 days</dt><dd>0.8</dd>');
    expect(page).toContain('href="https://huggingface.co/spaces/my-org/rate"');
    expect(page).toContain('href="https://huggingface.co/datasets/my-org/prompts-ranked"');
    expect(page).not.toContain('simulated');
  });

  it('is the same page for the same state, in any order', async () => {
    const input = dashboardInput({ items: 40 });
    const page = await render(input);
    const { ranking } = input;
    const turned = { ...ranking, items: ranking.items.toReversed(), raters: ranking.raters.toReversed() };
    const shuffled = { prompts: input.prompts.toReversed(), answers: input.answers.toReversed(), ranking: turned };
    expect(await render({ ...input, ...shuffled })).toBe(page);
  });

  it('lets a browser run and apply only its own script and style', async () => {
    const page = await renderDashboard(releaseInput(), [], async () => '');
    const [style, script] = [/<style>([^]*?)<\/style>/u.exec(page)?.[1], /<script>([^]*?)<\/script>/u.exec(page)?.[1]];
    expect(page).toContain(
      `content="default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"`,
    );
    expect(page).not.toMatch(/ style="| on[a-z]+="/u);
  });

  it('shows a campaign that nobody has answered yet', async () => {
    const page = await render(dashboardInput({ reached: 0 }));
    expect(page).toContain('Nobody has answered yet.');
    expect(page).toContain('Waves 1 to 3 are yet to come.');
    const [body = ''] = /<body>[^]*<\/footer>/u.exec(page) ?? [];
    expect(body).not.toMatch(/NaN|undefined|null|<nav|id="(?:pace|leaderboard|prompts|ratings|agreement)"/u);
  });

  it('says that ratings are simulated, and shows only days if raters are omitted', async () => {
    const page = await render(releaseInput({ simulated: true, campaign: campaign({ raters: 'omit' }) }));
    expect(page).toContain('These ratings are simulated.');
    expect(page).toContain('As of the last answer, 4 March 2026.');
  });
});

describe('measureProgress', () => {
  it('counts prompts by answers and by wave', () => {
    expect(measureProgress(releaseInput())).toEqual({
      prompts: 4,
      completed: 0,
      byAnswers: [2, 1, 1, 0],
      missing: 9,
      waves: [
        { wave: 1, prompts: 2, completed: 0, answers: 3 },
        { wave: 2, prompts: 2, completed: 0, answers: 0 },
      ],
    });
  });

  it.each([
    [[10_000, 0, 0, 0], '0 %'],
    [[9_999, 0, 0, 1], '&lt;1 %'],
    [[1, 0, 0, 9_999], '99 %'],
    [[0, 0, 0, 5], '100 %'],
  ])('never rounds up to done nor down to nothing: %j', (byAnswers, share) => {
    const prompts = byAnswers.reduce((sum, count) => sum + count, 0);
    const html = renderProgress({ prompts, completed: byAnswers[3] ?? 0, byAnswers, missing: 0, waves: [] });
    expect(html).toContain(`<strong>${share}</strong>`);
  });

  it('groups many numbers of answers into three steps that hold all prompts', () => {
    const byAnswers = [1, 2, 3, 4, 5, 6, 7, 8];
    const html = renderProgress({ prompts: 36, completed: 8, byAnswers, missing: 0, waves: [] });
    const legend = Array.from(html.matchAll(/<\/span>([^<]*) <b>(\d+)<\/b>/gu), ([, name, count]) => [name, count]);
    expect(legend).toEqual([
      ['7 answers or more', '8'],
      ['5 to 6 answers', '13'],
      ['3 to 4 answers', '9'],
      ['1 to 2 answers', '5'],
      ['No answer yet', '1'],
    ]);
  });

  it('lists finished and future waves in one line each', () => {
    const waves = [wave(1, 5, 15), wave(2, 5, 15), wave(3, 2, 9), wave(4, 0, 0)];
    const html = renderProgress({ prompts: 20, completed: 12, byAnswers: [5, 2, 1, 12], missing: 0, waves });
    expect(html).toContain('Waves 1 to 2 are complete; Wave 4 is yet to come.');
    expect(html.match(/class="name">Wave \d/gu)).toEqual(['class="name">Wave 3']);
  });
});

describe('measureDailyPace', () => {
  it.each([
    [[], null],
    [[['2026-03-01', 5]], { answersADay: 5, days: 1 }],
    [
      [
        ['2026-03-01', 5],
        ['2026-03-04', 3],
      ],
      { answersADay: 2, days: 4 },
    ],
    [
      [
        ['2026-03-01', 100],
        ['2026-03-02', 4],
        ['2026-03-08', 10],
      ],
      { answersADay: 2, days: 7 },
    ],
  ])('%j', (days, expected) => {
    const list = days.map(([day, answers]) => ({ day: String(day), answers: Number(answers) }));
    expect(measureDailyPace({ days: list })).toEqual(expected);
  });
});

describe('makeLeaderboard', () => {
  const [ada = '', grace = '', alan = ''] = Object.keys(people);
  const input = (fields: InputFields = {}, publish: Parameters<typeof campaign>[0] = {}): ReleaseInput =>
    releaseInput({
      campaign: campaign({ raters: 'username', ...publish }),
      raterName: usernameOf,
      ranking: {
        ...releaseInput().ranking,
        raters: [
          rankedRater(ada, { answers: 9 }),
          rankedRater(grace, { answers: 4 }),
          rankedRater(alan, { answers: 4 }),
        ],
      },
      ...fields,
    });

  it('shares places between equals, by name', () => {
    expect(makeLeaderboard(input())).toEqual({
      rows: [
        { place: 1, rater: 'ada.lovelace', answers: 9 },
        { place: 2, rater: 'alan.turing', answers: 4 },
        { place: 2, rater: 'grace.hopper', answers: 4 },
      ],
      others: 0,
    });
  });

  it('reveals nothing about those who opted out except the total count', () => {
    expect(makeLeaderboard(input({ unlisted: new Set([ada]) }))).toEqual({
      rows: [
        { place: 1, rater: 'alan.turing', answers: 4 },
        { place: 1, rater: 'grace.hopper', answers: 4 },
      ],
      others: 1,
    });
  });

  it('has as many rows as asked for, or is missing', () => {
    const dashboard = { space: null, leaderboard: 1, optOut: [] };
    expect(makeLeaderboard(input({}, { dashboard }))).toMatchObject({ rows: [{ place: 1 }], others: 2 });
    expect(makeLeaderboard(input({}, { dashboard: { ...dashboard, leaderboard: null } }))).toBeNull();
    expect(makeLeaderboard(input({}, { raters: 'omit' }))).toBeNull();
  });
});

describe('makePromptData', () => {
  it('names sources, kinds and tiers once, and rounds to the two decimals that are shown', () => {
    expect(makePromptData(releaseInput())).toEqual({
      sources: ['oasst2', 'seeds'],
      kinds: ['human', 'synthetic'],
      tiers: ['A', 'B'],
      scale: [1, 5],
      rows: [
        ['Prompt p2', 0, 0, 0, 5, 4.25, 5, 1, null],
        ['Prompt p1', 1, 1, 1, 2.5, 1.5, 3.5, 2, 0.5],
      ],
    });
  });

  it('cuts long texts, shows characters that could turn or end the page, and keeps joiners', () => {
    expect(rowOf('x'.repeat(100_000))).toBe(`${'x'.repeat(279)}…`);
    expect(rowOf('a\u202Eb\u0000c\nd\uD800')).toBe('a\\u202eb\\u0000c⏎d\uFFFD');
    expect(rowOf('می\u200Cخواهم 👩\u200D🚀')).toBe('می\u200Cخواهم 👩\u200D🚀');
  });

  it('gives JSON in which no HTML parser finds an end or a comment', () => {
    const ranking = { ...releaseInput().ranking, items: [rankedItem('p', 1)] };
    const text = '</script><!--<script>';
    const data = makePromptData(releaseInput({ prompts: [prompt('p', { prompt: text, source: text })], ranking }));
    const json = renderPromptData(data);
    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toEqual(data);
  });
});
