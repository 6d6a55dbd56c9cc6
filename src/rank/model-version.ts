/**
 * The version of the ranking: the same ratings give the same figures only within one. It goes up with every change that
 * moves any published figure.
 */
export const modelVersion = 1;
