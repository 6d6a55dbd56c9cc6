import { printable } from '../../lib/text/text.ts';
import { rankPrompts } from '../tables/released-prompts.ts';
import type { ReleaseInput } from '../input.ts';
import type { PromptData, PromptRow } from './prompt-data.ts';

/** Characters shown of a prompt; the dataset has the full text. */
export const shownCharacters = 280;

/** The released prompts for the table. All text is printable. */
export function makePromptData(input: Pick<ReleaseInput, 'campaign' | 'prompts' | 'ranking'>): PromptData {
  const { values } = input.campaign.task.question;
  const sources = createIndex();
  const kinds = createIndex();
  const tiers = createIndex();
  const rows = rankPrompts(input).map(({ prompt, item }): PromptRow => [
    joinLetters(printable(prompt.prompt, shownCharacters)),
    sources.placeOf(printable(prompt.source, 60)),
    kinds.placeOf(prompt.kind),
    item.tier === null ? -1 : tiers.placeOf(item.tier),
    round(item.score),
    round(item.scoreLow),
    round(item.scoreHigh),
    item.answers,
    round(item.agreementRatio),
  ]);
  return {
    sources: sources.names,
    kinds: kinds.names,
    tiers: tiers.names,
    scale: [values[0] ?? 0, values.at(-1) ?? 1],
    rows,
  };
}

/** Persian, Hindi and other scripts and composed emoji need these two joiners; in a separate text they are harmless. */
function joinLetters(text: string): string {
  return text.replaceAll('\\u200c', '\u200C').replaceAll('\\u200d', '\u200D');
}

function createIndex(): { names: string[]; placeOf: (name: string) => number } {
  const places = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    placeOf(name) {
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

/** Rounds to the two decimals that are shown. */
function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100 + 0;
}

/** JSON that an HTML parser can't mistake for the end of its script element, or for a comment. */
export function renderPromptData(data: PromptData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
