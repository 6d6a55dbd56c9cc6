import type { SpaceSettings } from './spaces/stages.ts';
import type { HubSettings } from './state/world.ts';

/** The same as on the public Hub; tests make pages and parts smaller. */
export const defaultSettings: HubSettings = {
  errorCodes: true,
  treePageEntries: 1000,
  commitsPageEntries: 50,
  multipartAboveBytes: 64 * 1024 * 1024,
  partBytes: 16 * 1024 * 1024,
  xet: false,
  resolveCache: false,
  enforceQuotas: false,
};

/** As short as possible while still observable. */
export const defaultSpaceSettings: SpaceSettings = {
  staleMs: 0,
  buildingMs: 20,
  appStartingMs: 20,
  keepAliveMs: 1000,
  logDelayMs: 0,
};
