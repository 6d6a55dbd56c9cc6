import type { PromptKind } from '../model.ts';

/** A row that passed the filters of its own source. Other candidates decide whether it becomes a prompt. */
export interface Candidate {
  /** Position of its file in the planned source, from 0. */
  file: number;
  /** Counted from 1 in its file. */
  row: number;
  id: string;
  /** Trimmed, otherwise as written. */
  prompt: string;
  kind: PromptKind;
  /** JSON text, keys sorted. */
  metadata: string;
  /** Value of the source's strata column as text; '' if the source has none. */
  stratum: string;
  /** Unicode code points. */
  length: number;
}
