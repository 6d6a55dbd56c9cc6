/** Values of keys that prank.yaml leaves out. The JSON schema shows the same values in editors. */
export const defaults = {
  seed: 42,
  source: { revision: 'main', kind: 'unknown', take: 'all', strataShares: 'proportional', enabled: true },
  build: {
    length: { min: 10, max: 4000 },
    drop: [],
    nearDuplicates: { words: 3, threshold: 0.7 },
    unknownLanguage: 'keep',
    pii: 'keep',
    onBadRow: 'fail',
    shortage: 'fail',
  },
  engine: 'auto',
  task: {
    question: {
      name: 'quality',
      title: 'How good is this prompt?',
      values: [1, 2, 3, 4, 5],
      labels: ['Very bad', 'Bad', 'Ok', 'Good', 'Very good'],
    },
    overlap: 3,
    wave: 'auto',
    metadata: [],
    visibleMetadata: [],
  },
  space: { storage: 'bucket' },
  publish: {
    visibility: 'public',
    auto: false,
    every: '1d',
    raters: 'pseudonym',
    minResponses: 1,
    leaderboard: 20,
    exports: { top: { certainty: 0.9 }, preferences: { max: 10_000, within: 'any' } },
  },
} as const;
