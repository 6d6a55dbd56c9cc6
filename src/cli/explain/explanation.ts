/** What `prank explain` says about one error code, in plain words; commands stand between backticks. */
export interface Explanation {
  /** What happened, and whether anything is lost. Its first sentence stands alone in lists. */
  cause: string;
  /** What to do or type next. */
  cure: string;
}

/** Codes with their explanations. */
export type Explanations = Readonly<Record<string, Explanation>>;
