/** How raters differ in the model: not at all, by severity, or by slope and spread too. */
export type RaterModel = 'alike' | 'severity' | 'full';

/** How far raters may differ, and how the fit proceeds. A standard deviation near 0 gives all raters the same value. */
export interface RaterFreedom {
  sdSlope: number;
  /** null = estimated from the data. */
  sdSeverity: number | null;
  sdLogSpread: number;
  /** Share of the mean slope's step to take at once. */
  meanSlopeStep: number;
  /** The fit is done when no parameter that affects a quality changes by more than this. */
  tolerance: number;
}

const nearlyFixed = 0.01;

export const freedoms = {
  // If raters have slopes of their own, full steps of the mean slope can oscillate forever.
  full: { sdSlope: 0.6, sdSeverity: null, sdLogSpread: 0.35, meanSlopeStep: 0.5, tolerance: 1e-2 },
  severity: { sdSlope: nearlyFixed, sdSeverity: null, sdLogSpread: nearlyFixed, meanSlopeStep: 1, tolerance: 1e-2 },
  // A tight tolerance: otherwise the remaining error of this fit would look like evidence for raters who differ.
  alike: {
    sdSlope: nearlyFixed,
    sdSeverity: nearlyFixed,
    sdLogSpread: nearlyFixed,
    meanSlopeStep: 1,
    tolerance: 1e-3,
  },
} satisfies Record<RaterModel, RaterFreedom>;
