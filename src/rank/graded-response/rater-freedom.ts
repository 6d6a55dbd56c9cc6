/** How far the model tells raters apart: not at all, by severity, or by slope and spread too. */
export type RaterModel = 'alike' | 'severity' | 'full';

/** How far raters may differ, and how the fit goes on with it. An sd near 0 holds all raters at the same value. */
export interface RaterFreedom {
  sdSlope: number;
  /** null = as the data tell. */
  sdSeverity: number | null;
  sdLogSpread: number;
  /** Share of the mean slope's step that is taken at once. */
  meanSlopeStep: number;
  /** Below this change of any parameter that moves a quality the fit is done. */
  tolerance: number;
}

const nearlyFixed = 0.01;

export const freedoms = {
  // Where raters' own slopes move along, the whole step of their mean can swing for ever.
  full: { sdSlope: 0.6, sdSeverity: null, sdLogSpread: 0.35, meanSlopeStep: 0.5, tolerance: 1e-2 },
  severity: { sdSlope: nearlyFixed, sdSeverity: null, sdLogSpread: nearlyFixed, meanSlopeStep: 1, tolerance: 1e-2 },
  // Closely, or else what its fit lacks would pass for raters who differ.
  alike: {
    sdSlope: nearlyFixed,
    sdSeverity: nearlyFixed,
    sdLogSpread: nearlyFixed,
    meanSlopeStep: 1,
    tolerance: 1e-3,
  },
} satisfies Record<RaterModel, RaterFreedom>;
