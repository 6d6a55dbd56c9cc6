import { compareText } from '../lib/text/text.ts';
import { plainText } from './card/markdown.ts';
import type { ReleaseFacts } from './facts.ts';
import { countOf, showCount } from '../lib/text/numbers.ts';

/** What changed from one release to the next. */
export interface ReleaseChanges {
  prompts: { total: number; added: number; removed: number };
  answers: { total: number; added: number };
  /** null if raters can't be distinguished, now or before. */
  raters: { total: number; added: number } | null;
  /** The prompts whose ranks changed most, largest change first. */
  moves: { prompt: string; from: number; to: number }[];
}

const shownMoves = 5;

/** Compares two releases; `before` is null for the first one. Pure. */
export function compareReleases(before: ReleaseFacts | null, after: ReleaseFacts): ReleaseChanges {
  const old = before?.prompts ?? new Map<string, never>();
  const added = [...after.prompts.keys()].filter((id) => !old.has(id)).length;
  return {
    prompts: { total: after.prompts.size, added, removed: old.size + added - after.prompts.size },
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
export function renderChanges({ prompts, answers, raters, moves }: ReleaseChanges): string {
  const counts = [
    `${countOf(prompts.total, 'prompt')} (${signed(prompts.added)}${prompts.removed > 0 ? `, ${showCount(-prompts.removed)}` : ''})`,
    `${countOf(answers.total, 'answer')} (${signed(answers.added)})`,
    ...(raters === null ? [] : [`${countOf(raters.total, 'rater')} (${signed(raters.added)})`]),
  ].join(', ');
  if (moves.length === 0) return `${counts}.`;
  const listed = moves
    .map(({ prompt, from, to }) => `“${plainText(prompt, 60)}” ${showCount(from)} → ${showCount(to)}`)
    .join('; ');
  return `${counts}. Largest changes of rank: ${listed}.`;
}

/** Only the counts, for the title of a commit, without text from prompts. */
export function summarizeChanges({ prompts, answers }: ReleaseChanges): string {
  return `${countOf(prompts.total, 'prompt')} (${signed(prompts.added - prompts.removed)}), ${countOf(answers.total, 'answer')} (${signed(answers.added)})`;
}

function signed(number: number): string {
  return number < 0 ? showCount(number) : `+${showCount(number)}`;
}
