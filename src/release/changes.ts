import { compareText } from '../lib/text/text.ts';
import { plainText } from './card/markdown.ts';
import type { ReleasedFacts, ReleaseFacts } from './facts.ts';
import { countOf, showCount } from '../lib/text/numbers.ts';

/** What changed from one release to the next. */
export interface ReleaseChanges {
  prompts: { total: number; added: number; removed: number };
  answers: { total: number; added: number };
  /** Prompts of both with other answers, and those of them whose score left its earlier interval. */
  answered: number;
  beyond: number;
  /** null if raters can't be distinguished, now or before. */
  raters: { total: number; added: number } | null;
  /** The prompts whose ranks changed most, largest change first. */
  moves: { prompt: string; from: number; to: number }[];
}

/** Prompts that differ between two releases, by id. */
export interface ReleaseDifference {
  added: string[];
  removed: string[];
  /** In both, with other submitted values. */
  answered: string[];
  /** In both, and the score now lies outside its earlier 95 % interval. */
  moved: MovedPrompt[];
}

export interface MovedPrompt {
  id: string;
  from: ReleasedFacts;
  to: ReleasedFacts;
}

/** Compares the rows of two releases. Pure. */
export function diffReleases(
  before: Pick<ReleaseFacts, 'prompts'>,
  after: Pick<ReleaseFacts, 'prompts'>,
): ReleaseDifference {
  const both = [...after.prompts].flatMap(([id, to]): MovedPrompt[] => {
    const from = before.prompts.get(id);
    return from === undefined ? [] : [{ id, from, to }];
  });
  return {
    added: [...after.prompts.keys()].filter((id) => !before.prompts.has(id)),
    removed: [...before.prompts.keys()].filter((id) => !after.prompts.has(id)),
    answered: both.filter(({ from, to }) => from.values !== to.values).map(({ id }) => id),
    moved: both.filter(isBeyond),
  };
}

function isBeyond({ from, to }: MovedPrompt): boolean {
  if (to.score === null || from.scoreLow === null || from.scoreHigh === null) return false;
  return to.score < from.scoreLow || to.score > from.scoreHigh;
}

const shownMoves = 5;

/** Compares two releases; `before` is null for the first one. Pure. */
export function compareReleases(before: ReleaseFacts | null, after: ReleaseFacts): ReleaseChanges {
  const { added, removed, answered, moved } = diffReleases(before ?? { prompts: new Map() }, after);
  return {
    prompts: { total: after.prompts.size, added: added.length, removed: removed.length },
    answered: answered.length,
    beyond: moved.length,
    answers: { total: after.answers, added: after.answers - (before?.answers ?? 0) },
    raters: countRaters(before, after),
    moves: before === null ? [] : findMoves(before, after),
  };
}

function countRaters(before: ReleaseFacts | null, after: ReleaseFacts): ReleaseChanges['raters'] {
  const earlier = before === null ? 0 : before.raters;
  if (after.raters === null || earlier === null) return null;
  return { total: after.raters, added: after.raters - earlier };
}

function findMoves(before: ReleaseFacts, after: ReleaseFacts): ReleaseChanges['moves'] {
  return [...after.prompts]
    .flatMap(([id, { rank, prompt }]) => {
      const from = before.prompts.get(id)?.rank;
      return from === undefined || from === rank ? [] : [{ id, prompt, from, to: rank }];
    })
    .toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || a.to - b.to || compareText(a.id, b.id))
    .slice(0, shownMoves)
    .map(({ prompt, from, to }) => ({ prompt, from, to }));
}

/** The changes as one paragraph of Markdown. */
export function renderChanges({ prompts, answers, raters, moves, ...changes }: ReleaseChanges): string {
  const counts = [
    `${countOf(prompts.total, 'prompt')} (${signed(prompts.added)}${prompts.removed > 0 ? `, ${showCount(-prompts.removed)}` : ''})`,
    `${countOf(answers.total, 'answer')} (${signed(answers.added)})`,
    ...(raters === null ? [] : [`${countOf(raters.total, 'rater')} (${signed(raters.added)})`]),
  ].join(', ');
  const beyond = changes.answered + changes.beyond === 0 ? '' : ` ${describeMoved(changes)}`;
  if (moves.length === 0) return `${counts}.${beyond}`;
  const listed = moves
    .map(({ prompt, from, to }) => `“${plainText(prompt, 60)}” ${showCount(from)} → ${showCount(to)}`)
    .join('; ');
  return `${counts}.${beyond} Largest changes of rank: ${listed}.`;
}

function describeMoved({ answered, beyond }: Pick<ReleaseChanges, 'answered' | 'beyond'>): string {
  const [have, are] = [answered === 1 ? 'has' : 'have', beyond === 1 ? 'is outside its' : 'are outside their'];
  return `${countOf(answered, 'prompt')} ${have} other answers than before; ${countOf(beyond, 'score')} ${are} earlier 95 % interval.`;
}

/** Only the counts, for the title of a commit, without text from prompts. */
export function summarizeChanges({ prompts, answers }: ReleaseChanges): string {
  return `${countOf(prompts.total, 'prompt')} (${signed(prompts.added - prompts.removed)}), ${countOf(answers.total, 'answer')} (${signed(answers.added)})`;
}

function signed(number: number): string {
  return number < 0 ? showCount(number) : `+${showCount(number)}`;
}
