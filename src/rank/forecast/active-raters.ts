import type { Random } from './random.ts';

/** Raters drawn by their activity. A rater who found nothing to do is skipped until new prompts come. */
export interface ActiveRaters {
  /** Share of the total activity of raters who are not idle. */
  share: () => number;
  /** null = everybody is idle. */
  pick: () => number | null;
  setIdle: (rater: number) => void;
  wakeAll: () => void;
}

export function createActiveRaters(activities: readonly number[], random: Random): ActiveRaters {
  let active: number[] = [];
  let sums: number[] = [];
  const keep = (raters: number[]): void => {
    let sum = 0;
    active = raters;
    sums = raters.map((rater) => (sum += activities[rater] ?? 0));
  };
  const total = (): number => sums.at(-1) ?? 0;
  keep([...activities.keys()]);
  const all = total();
  return {
    share: () => total() / all,
    pick() {
      const aim = random.uniform() * total();
      let [low, high] = [0, active.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sums[middle] ?? 0) > aim) high = middle;
        else low = middle + 1;
      }
      return active[low] ?? null;
    },
    setIdle: (rater) => keep(active.filter((other) => other !== rater)),
    wakeAll() {
      if (active.length < activities.length) keep([...activities.keys()]);
    },
  };
}
