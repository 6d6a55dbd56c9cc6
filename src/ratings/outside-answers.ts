import { countOf } from '../lib/text/numbers.ts';
import type { ResponseEvent } from '../model.ts';
import { answersOf } from './current-view.ts';

/** Current answers that are none to a prompt of the campaign. They stay in the log and are never ranked. */
export interface OutsideAnswers {
  /** On records that are no prompts of the campaign. */
  unmatched: OutsideCount;
  /** To another text that somebody gave to the record of a prompt. */
  mismatched: OutsideCount;
}

interface OutsideCount {
  answers: number;
  records: number;
}

/** Counts the current answers in the log that belong to no prompt; pure. */
export function findOutsideAnswers(events: Iterable<ResponseEvent>, promptIds: ReadonlySet<string>): OutsideAnswers {
  const outside = answersOf(events).filter(({ promptId }) => !promptIds.has(promptId));
  const isMismatched = ({ label }: ResponseEvent): boolean => label !== undefined && promptIds.has(label);
  return {
    unmatched: count(outside.filter((event) => !isMismatched(event))),
    mismatched: count(outside.filter(isMismatched)),
  };
}

function count(events: readonly ResponseEvent[]): OutsideCount {
  return { answers: events.length, records: new Set(events.map(({ promptId }) => promptId)).size };
}

/** One sentence for each kind that there is. */
export function describeOutside({ unmatched, mismatched }: OutsideAnswers): string[] {
  const lines: string[] = [];
  if (unmatched.answers > 0) {
    const where =
      unmatched.records === 1
        ? "1 record that isn't a prompt of this campaign"
        : `${countOf(unmatched.records, 'record')} that aren't prompts of this campaign`;
    lines.push(
      `${countOf(unmatched.answers, 'answer')} ${isOrAre(unmatched.answers)} on ${where}. ${keptOf(unmatched)}`,
    );
  }
  if (mismatched.answers > 0) {
    const whose = mismatched.records === 1 ? 'the record of a prompt' : `the records of ${mismatched.records} prompts`;
    lines.push(
      `${countOf(mismatched.answers, 'answer')} ${isOrAre(mismatched.answers)} to another text, which somebody gave to ${whose} in Argilla. ${keptOf(mismatched)}`,
    );
  }
  return lines;
}

function keptOf({ answers }: OutsideCount): string {
  return answers === 1
    ? 'The ratings log keeps it; it is not ranked.'
    : 'The ratings log keeps them; they are not ranked.';
}

function isOrAre(answers: number): string {
  return answers === 1 ? 'is' : 'are';
}
