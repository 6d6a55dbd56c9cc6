/** The page's data about ranked prompts. Rows refer to sources, kinds and tiers by position. */
export interface PromptData {
  sources: string[];
  kinds: string[];
  tiers: string[];
  /** Ends of the question's scale. */
  scale: [from: number, to: number];
  /** Best first: the position is the rank. */
  rows: PromptRow[];
}

export type PromptRow = [
  text: string,
  source: number,
  kind: number,
  /** -1 = none. */
  tier: number,
  score: number | null,
  low: number | null,
  high: number | null,
  answers: number,
  agreementRatio: number | null,
];
