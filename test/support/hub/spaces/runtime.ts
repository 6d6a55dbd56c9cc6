import { sdkOf } from '../state/card.ts';
import { freeHardware, freeSleepSeconds } from './hardware.ts';
import type { Space } from './space.ts';

/** The state of a Space as the Hub reports it. */
export function describeRuntime(space: Space) {
  const { stage, errorMessage, hardware, currentHardware, sleepTimeSeconds, volumes, builtCommit } = space;
  const sleepSeconds = hardware === freeHardware ? freeSleepSeconds : sleepTimeSeconds;
  return {
    stage,
    sdk: sdkOf(space.repository.head.files),
    ...(errorMessage === null ? {} : { errorMessage }),
    hardware: { current: currentHardware, requested: hardware },
    storage: null,
    gcTimeout: sleepSeconds === -1 ? null : sleepSeconds,
    devMode: false,
    replicas: { current: stage === 'RUNNING' ? 1 : 0, requested: 1 },
    ...(volumes.length === 0 ? {} : { volumes }),
    ...(builtCommit === null ? {} : { sha: builtCommit }),
  };
}
