import { HubBranchMovedError } from './http-error.ts';

export interface MovedBranchOptions {
  /** Tries in all, the first one included. */
  maxRounds: number;
  /** Called before each further try: the place to read again what somebody else committed. */
  onMoved?: () => void | Promise<void>;
}

/** Runs `attempt` again each time it throws HubBranchMovedError, and throws that error when the rounds are used up. */
export async function retryOnMovedBranch<T>(
  attempt: (round: number) => Promise<T>,
  { maxRounds, onMoved }: MovedBranchOptions,
): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await attempt(round);
    } catch (error) {
      if (!(error instanceof HubBranchMovedError) || round >= maxRounds) throw error;
    }
    await onMoved?.();
  }
}
