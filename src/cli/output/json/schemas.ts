import type { z } from 'zod';
import { buildData } from './schemas/build.ts';
import {
  adoptData,
  initData,
  deployData,
  pushData,
  pullData,
  publishData,
  syncData,
  restoreData,
  forgetData,
  scheduleData,
} from './schemas/server.ts';
import { rankData } from './schemas/ranking.ts';
import { statusData } from './schemas/status.ts';
import { simulateData } from './schemas/simulate.ts';
import { serveData, doctorData, demoData, explainData, completionData, verifyData } from './schemas/tools.ts';

// What `--json` prints. Only types of this file are used when prank runs; docs/json.md and docs/json.schema.json are made
// of it, and the tests check every document against it.

/** `data` of each command. */
export const dataSchemas = {
  init: initData,
  adopt: adoptData,
  build: buildData,
  deploy: deployData,
  push: pushData,
  status: statusData,
  pull: pullData,
  rank: rankData,
  publish: publishData,
  verify: verifyData,
  sync: syncData,
  restore: restoreData,
  forget: forgetData,
  schedule: scheduleData,
  simulate: simulateData,
  serve: serveData,
  doctor: doctorData,
  demo: demoData,
  explain: explainData,
  completion: completionData,
} as const;

export type CommandName = keyof typeof dataSchemas;

/** What a command with `--json` prints on success. */
export type CommandData<Name extends CommandName> = z.output<(typeof dataSchemas)[Name]>;
