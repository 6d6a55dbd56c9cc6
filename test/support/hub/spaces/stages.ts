export type Stage =
  | 'BUILDING'
  | 'RUNNING_BUILDING'
  | 'APP_STARTING'
  | 'RUNNING_APP_STARTING'
  | 'RUNNING'
  | 'BUILD_ERROR'
  | 'RUNTIME_ERROR'
  | 'CONFIG_ERROR'
  | 'NO_APP_FILE'
  | 'PAUSED'
  | 'STOPPED'
  | 'SLEEPING'
  | 'DELETING';

/** One stage of a Space's start, and how long it lasts. The last stage lasts until something happens. */
export interface StageStep {
  stage: Stage;
  forMs?: number;
  /** Lines for the build log while building, for the run log otherwise. */
  log?: string[];
  errorMessage?: string;
}

/** Settings that tests may change while Spaces run. */
export interface SpaceSettings {
  /** How long the old stage is still reported after a change. */
  staleMs: number;
  buildingMs: number;
  appStartingMs: number;
  /** Time between two keep-alives in a log. */
  keepAliveMs: number;
  /** Delay before each line of a log. */
  logDelayMs: number;
}

/** The app answers requests in these stages. */
export function isServing(stage: Stage): boolean {
  return stage === 'RUNNING' || stage === 'RUNNING_BUILDING' || stage === 'RUNNING_APP_STARTING';
}

export function isBuilding(stage: Stage): boolean {
  return stage === 'BUILDING' || stage === 'RUNNING_BUILDING' || stage === 'BUILD_ERROR';
}

export function usualSteps({ buildingMs, appStartingMs }: SpaceSettings): StageStep[] {
  return [
    { stage: 'BUILDING', forMs: buildingMs, log: ['--> FROM the image of the Space', 'DONE'] },
    { stage: 'APP_STARTING', forMs: appStartingMs, log: ['===== Application Startup ====='] },
    { stage: 'RUNNING' },
  ];
}
