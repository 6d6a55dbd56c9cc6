import type { ArgillaCalls } from '../argilla-calls.ts';

/** A record as the server lists it. */
export interface HeldRecord {
  id: string;
  external_id: string | null;
  status: string;
  fields: { prompt: string };
  metadata: Record<string, unknown> | null;
  responses: HeldResponse[];
}

export interface HeldResponse {
  id: string;
  user_id: string;
  status: 'submitted' | 'discarded' | 'draft';
  values: Record<string, { value: unknown }> | null;
  updated_at: string;
}

/** Every record of a dataset with its answers, in plain calls. */
export async function readHeld(owner: ArgillaCalls, datasetId: string): Promise<HeldRecord[]> {
  const { status, body } = await owner.get(`/datasets/${datasetId}/records?limit=1000&include=responses`);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.items;
}

/** What somebody answered, in a form that can be compared. */
export function saidOf({ status, values }: Pick<HeldResponse, 'status' | 'values'>): string {
  const entries = Object.entries(values ?? {}).map(([name, { value }]): [string, unknown] => [name, value]);
  return `${status} ${JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))}`;
}

export interface ExpectedAnswer {
  /** Id of the text that the answer is to, whether or not it is a prompt of the campaign. */
  text: string;
  rater: string;
  said: string;
  /** When the rater gave it, by the server's clock; microseconds. */
  time: string;
  /** The record on which it was last seen. */
  recordId: string;
  /** External id of that record then. */
  label: string | null;
}

export interface PullCounts {
  new: number;
  changed: number;
  deleted: number;
}

/**
 * What must be in the ratings log, kept by other means than the log: from lists of the server's records alone.
 *
 * The server doesn't say to which text an answer was given, and keeps only its last time. So an answer that was given,
 * changed or written again between two pulls counts from the second one: it is to the text that its record shows by
 * then, at the time that the server gives by then. This is the documented limit.
 */
export class ExpectedLog {
  /** `rater text` → the answer that counts. */
  readonly answers = new Map<string, ExpectedAnswer>();
  /** `record rater` → what the last pull saw there, and to which text it is, whether or not it counts. */
  private slots = new Map<string, ExpectedAnswer>();
  private readonly textOf: (record: HeldRecord) => string;

  /** `textOf` gives the id of a record's text. */
  constructor(textOf: (record: HeldRecord) => string) {
    this.textOf = textOf;
  }

  /** Takes over everything that is on the server. */
  pull(records: readonly HeldRecord[]): PullCounts {
    const counts = { new: 0, changed: 0, deleted: 0 };
    const before = this.slots;
    const now = records.flatMap((record) => this.readSlots(record));
    const chosen = chooseOnePerText(now);
    for (const [key, answer] of chosen) {
      const known = this.answers.get(key);
      const isSame = known?.said === answer.said;
      if (known === undefined) counts.new += 1;
      else if (!isSame) counts.changed += 1;
      const isWritten = !isSame || known.recordId !== answer.recordId || !this.isSeen(answer);
      this.answers.set(key, {
        ...answer,
        time: isSame ? known.time : answer.time,
        label: isWritten ? answer.label : known.label,
      });
    }
    this.slots = new Map(now.map((answer) => [slotOf(answer), answer]));
    const listed = new Set(records.map(({ id }) => id));
    for (const [key, answer] of this.answers) {
      // A record that is gone withdraws nothing, nor does an answer to another text that the record got meanwhile.
      const isWithdrawn =
        !chosen.has(key) &&
        listed.has(answer.recordId) &&
        !this.slots.has(slotOf(answer)) &&
        before.get(slotOf(answer))?.text === answer.text;
      if (!isWithdrawn) continue;
      this.answers.delete(key);
      counts.deleted += 1;
    }
    return counts;
  }

  /** What the last pull saw on this record. */
  seenAt(recordId: string, rater: string): ExpectedAnswer | undefined {
    return this.slots.get(slotOf({ recordId, rater }));
  }

  /** Whether it was there before, at the same time by the server. */
  private isSeen(answer: ExpectedAnswer): boolean {
    const last = this.slots.get(slotOf(answer));
    return last?.said === answer.said && last.time === answer.time;
  }

  /** Answers by what they are to. */
  count(prompts: ReadonlySet<string>): { total: number; raters: number; unmatched: number; mismatched: number } {
    const all = [...this.answers.values()];
    const outside = all.filter(({ text }) => !prompts.has(text));
    const mismatched = outside.filter(({ label }) => label !== null && prompts.has(label)).length;
    return {
      total: all.length,
      raters: new Set(all.map(({ rater }) => rater)).size,
      unmatched: outside.length - mismatched,
      mismatched,
    };
  }

  private readSlots(record: HeldRecord): ExpectedAnswer[] {
    const { id: recordId, external_id: label } = record;
    return record.responses.map((response) => {
      const rater = response.user_id;
      const said = saidOf(response);
      const last = this.slots.get(slotOf({ recordId, rater }));
      const text = last?.said === said ? last.text : this.textOf(record);
      return { text, rater, said, time: timeOf(response.updated_at), recordId, label };
    });
  }
}

/**
 * One answer of each rater to each text: on the record that prank wrote, else the later one. A restore also writes records
 * for texts that are no prompts.
 */
function chooseOnePerText(answers: readonly ExpectedAnswer[]): Map<string, ExpectedAnswer> {
  const chosen = new Map<string, ExpectedAnswer>();
  for (const answer of answers) {
    const key = `${answer.rater} ${answer.text}`;
    const other = chosen.get(key);
    const isOwn = answer.label === answer.text;
    const isBetter = other === undefined || (isOwn === (other.label === other.text) ? answer.time > other.time : isOwn);
    if (isBetter) chosen.set(key, answer);
  }
  return chosen;
}

function slotOf({ recordId, rater }: Pick<ExpectedAnswer, 'recordId' | 'rater'>): string {
  return `${recordId} ${rater}`;
}

/** A time to the microsecond, in one form. */
export function timeOf(written: string): string {
  const [, seconds = '', fraction = ''] =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|[+-]00(?::?00)?)?$/u.exec(written) ?? [];
  if (seconds === '') throw new Error(`not a time: ${written}`);
  return `${seconds.replace(' ', 'T')}.${fraction.padEnd(6, '0')}`;
}
