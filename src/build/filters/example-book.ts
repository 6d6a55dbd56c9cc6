import type { DropReason } from '../build-plan.ts';

/** A prompt that a filter left out. */
export interface DropExample {
  source: string;
  /** `file:row`; null where several rows gave it. */
  place: string | null;
  prompt: string;
}

export interface RedactionExample {
  source: string;
  place: string;
  before: string;
  after: string;
}

/** Two prompts that share much; of those at or above the threshold the first was left out. */
export interface NearExample {
  similarity: number;
  first: { source: string; prompt: string };
  second: { source: string; prompt: string };
}

/** What the filters did, shown by examples: for people who choose settings. */
export interface BuildExamples {
  dropped: Partial<Record<DropReason, DropExample[]>>;
  redacted: RedactionExample[];
  /** Next to the threshold: left out, most alike last; and kept, most alike first. */
  near: { dropped: NearExample[]; kept: NearExample[] };
}

/** Examples of each kind that are kept. */
export const examplesOfEach = 5;

/** Collects the first examples of each kind, in the order of sources and rows. */
export class ExampleBook {
  readonly explanation: BuildExamples = { dropped: {}, redacted: [], near: { dropped: [], kept: [] } };

  drop(reason: DropReason, example: DropExample): void {
    const examples = (this.explanation.dropped[reason] ??= []);
    if (examples.length < examplesOfEach) examples.push(example);
  }

  redact(example: RedactionExample): void {
    if (this.explanation.redacted.length < examplesOfEach) this.explanation.redacted.push(example);
  }
}
