import { describe, expect, it } from 'vitest';
import { HubBranchMovedError } from '../../src/hub/http-error.ts';
import { retryOnMovedBranch } from '../../src/hub/retry-on-moved-branch.ts';

function moved(): HubBranchMovedError {
  return new HubBranchMovedError('hub_branch_moved', 'Somebody else committed in between.');
}

/** Throws `errors` in turn, then returns the number of the round. */
function failing(errors: Error[]): (round: number) => Promise<number> {
  return async (round) => {
    const error = errors.shift();
    if (error !== undefined) throw error;
    return round;
  };
}

describe('retryOnMovedBranch', () => {
  it('tries again after each commit of somebody else, and says so before it does', async () => {
    let calls = 0;
    const onMoved = async (): Promise<void> => {
      calls += 1;
    };
    expect(await retryOnMovedBranch(failing([moved(), moved()]), { maxRounds: 3, onMoved })).toBe(3);
    expect(calls).toBe(2);
  });

  it('gives up after the maximum number of rounds', async () => {
    let calls = 0;
    const onMoved = (): void => {
      calls += 1;
    };
    const tried = retryOnMovedBranch(failing([moved(), moved(), moved()]), { maxRounds: 3, onMoved });
    await expect(tried).rejects.toThrow(HubBranchMovedError);
    expect(calls).toBe(2);
  });

  it('throws other errors at once, including those of onMoved', async () => {
    await expect(retryOnMovedBranch(failing([new Error('other')]), { maxRounds: 3 })).rejects.toThrow('other');
    const onMoved = (): never => {
      throw moved();
    };
    await expect(retryOnMovedBranch(failing([moved()]), { maxRounds: 3, onMoved })).rejects.toThrow(
      HubBranchMovedError,
    );
  });
});
