/**
 * The library. `openCampaign` opens a campaign; every verb of the command line is a function `verb(campaign, options,
 * emit?) → Promise<Result>`. A verb never prints, exits, or reads arguments or environment.
 */
export { openCampaign, openFolder } from './campaign/open.ts';
export type { CampaignFolder, HubNeed, OpenCampaign, OpenOptions, RatingsLog } from './campaign/open/types.ts';
export { adopt, type AdoptOptions, type AdoptResult } from './campaign/adopt.ts';
export type { DatasetOptions, ReleaseOptions } from './campaign/adopt/from-hub.ts';
export type { ServerOptions } from './campaign/adopt/from-server.ts';
export { build, type BuildOptions, type BuildResult } from './campaign/build.ts';
export { demo, type DemoOptions, type DemoResult } from './campaign/demo.ts';
export { deploy, type DeployOptions, type DeployResult } from './campaign/deploy.ts';
export { doctor, type Check, type DoctorOptions, type DoctorResult } from './campaign/doctor.ts';
export { forget, type ForgetOptions, type ForgetResult } from './campaign/forget.ts';
export { init, type InitOptions, type InitResult, type InitTarget } from './campaign/init.ts';
export { publish } from './campaign/publish.ts';
export type { PublishOptions, PublishResult } from './campaign/publish/types.ts';
export { pull, type PullOptions, type PullResult } from './campaign/pull.ts';
export { push, type PushOptions, type PushResult } from './campaign/push.ts';
export {
  rank,
  rankDataset,
  rankFile,
  type RankFileOptions,
  type RankOptions,
  type RankResult,
} from './campaign/rank.ts';
export { restore, type RestoreOptions, type RestoreResult } from './campaign/restore.ts';
export { schedule, type ScheduleOptions, type ScheduleResult } from './campaign/schedule.ts';
export { simulate, type SimulateResult } from './campaign/simulate.ts';
export type { SimulateOptions } from './campaign/simulate/basis.ts';
export { status, type StatusOptions, type StatusResult } from './campaign/status.ts';
export { sync, type SyncOptions, type SyncResult } from './campaign/sync.ts';
export { verify, withReleaseOf } from './campaign/verify.ts';
export type { Difference, ReleaseDifference, VerifyOptions, VerifyResult } from './campaign/verify.ts';
export { rankItems } from './rank/rank-items.ts';
export { type LocalServer, type LocalServerOptions, startLocalServer } from './local/start-server.ts';
export type { ErrorCode } from './lib/errors/codes.ts';
export { PartialError, PermissionError, PrankError, RemoteError, UnsafeError, UsageError } from './lib/errors.ts';
export type * from './model.ts';
