/**
 * The library: every verb of the command line as a function `(campaign, ports, options, emit) → Promise<Result>`.
 * A verb never prints, exits, or reads arguments or environment; what it needs of the world comes in through its ports.
 */
export { build, type BuildOptions, type BuildPorts, type BuildResult } from './campaign/build.ts';
export { deploy, type DeployPorts, type DeployResult } from './campaign/deploy.ts';
export { deployToSpace, type SpaceDeployOptions } from './campaign/space/deploy.ts';
export { type SpaceDeployPorts } from './campaign/space/ports.ts';
export { doctor, type Check, type DoctorOptions, type DoctorPorts, type DoctorResult } from './campaign/doctor.ts';
export { forget, type ForgetPorts, type ForgetResult } from './campaign/forget.ts';
export {
  dryRunInit,
  init,
  type InitOptions,
  type InitPorts,
  type InitResult,
  type InitTarget,
} from './campaign/init.ts';
export { publish } from './campaign/publish.ts';
export type { PublishOptions, PublishPorts, PublishResult } from './campaign/publish/types.ts';
export { pull, type PullOptions, type PullPorts, type PullResult } from './campaign/pull.ts';
export { push, type PushOptions, type PushPorts, type PushResult } from './campaign/push.ts';
export { rank, type RankPorts, type RankResult } from './campaign/rank.ts';
export {
  scheduleOnGithub,
  unscheduleOnGithub,
  type WorkflowOptions,
  type WorkflowPorts,
  type WorkflowResult,
} from './campaign/schedule/github.ts';
export {
  type JobOptions,
  type JobPorts,
  type JobResult,
  scheduleOnHub,
  unscheduleOnHub,
} from './campaign/schedule/hub.ts';
export { simulate, type SimulatePorts, type SimulateResult } from './campaign/simulate.ts';
export { sync, type SyncOptions, type SyncPorts, type SyncResult } from './campaign/sync.ts';
export { status, type StatusPorts, type StatusResult } from './campaign/status.ts';
export { type Connection, type ConnectionOptions, openConnection } from './argilla/connection.ts';
export { restore, type RestorePorts, type RestoreResult } from './campaign/restore.ts';
export { loadCampaign } from './config/load-campaign.ts';
export { rankItems } from './rank/rank-items.ts';
export { type LocalServer, startLocalServer } from './local/start-server.ts';
export type { ErrorCode } from './lib/errors/codes.ts';
export { PartialError, PermissionError, PrankError, RemoteError, UnsafeError, UsageError } from './lib/errors.ts';
export type * from './model.ts';
