import { countOf } from '../lib/text/numbers.ts';
import type { ResponseEvent } from '../model.ts';

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

/** Counts the answers that belong to no prompt; pure. `current` = the newest version of each response. */
export function findOutsideAnswers(current: Iterable<ResponseEvent>, promptIds: ReadonlySet<string>): OutsideAnswers {
  const unmatched = new OutsideCounter();
  const mismatched = new OutsideCounter();
  for (const { status, promptId, label } of current) {
    if (status === 'deleted' || promptIds.has(promptId)) continue;
    const isMismatched = label !== undefined && promptIds.has(label);
    (isMismatched ? mismatched : unmatched).add(promptId);
  }
  return { unmatched: unmatched.count(), mismatched: mismatched.count() };
}

class OutsideCounter {
  private answers = 0;
  private readonly texts = new Set<string>();

  add(promptId: string): void {
    this.answers += 1;
    this.texts.add(promptId);
  }

  count(): OutsideCount {
    return { answers: this.answers, records: this.texts.size };
  }
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
