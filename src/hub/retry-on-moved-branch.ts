import { HubBranchMovedError } from './http-error.ts';

export interface MovedBranchOptions {
  /** Maximum number of attempts, including the first. */
  maxRounds: number;
  /** Called before each further attempt: the place to read what somebody else committed. */
  onMoved?: () => void | Promise<void>;
}

/** Runs `attempt` again whenever it throws HubBranchMovedError. Throws that error when no round is left. */
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
