import type { DropReason } from '../build-plan.ts';

/** A prompt that a filter dropped. */
export interface DropExample {
  source: string;
  /** `file:row`; null if several rows contain it. */
  place: string | null;
  prompt: string;
}

export interface RedactionExample {
  source: string;
  place: string;
  before: string;
  after: string;
}

/** Two similar prompts. At or above the threshold, the first was dropped. */
export interface NearExample {
  similarity: number;
  first: { source: string; prompt: string };
  second: { source: string; prompt: string };
}

/** Examples of what the filters did, for people who choose settings. */
export interface BuildExamples {
  dropped: Partial<Record<DropReason, DropExample[]>>;
  redacted: RedactionExample[];
  /** Pairs nearest the threshold: dropped ones, least similar first; kept ones, most similar first. */
  near: { dropped: NearExample[]; kept: NearExample[] };
}

/** Maximum number of examples of each kind. */
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
