/** Live prompts that need answers, unordered. */
export interface OpenPrompts {
  readonly places: readonly number[];
  /** Removes the prompt at this position of `places`. */
  close: (position: number) => void;
  /** Adds the next waves as long as one is due. Returns how many prompts were added. */
  openDueWaves: () => number;
}

export interface WavePlan {
  prompts: number;
  /** Prompts per wave. The next wave comes in when at most the share `nextWaveAt` of a wave is unfinished. */
  wave: number | 'all';
  nextWaveAt: number;
}

/** Prompts by waves. Skips prompts for which `isDone` is true from the start. */
export function createOpenPrompts(
  { prompts, wave, nextWaveAt }: WavePlan,
  isDone: (prompt: number) => boolean,
): OpenPrompts {
  const places: number[] = [];
  const size = wave === 'all' ? prompts : wave;
  let present = 0;
  const isDue = (): boolean => present < prompts && places.length <= (present === 0 ? 0 : size * nextWaveAt);
  return {
    places,
    close(position) {
      const last = places.pop();
      if (last !== undefined && position < places.length) places[position] = last;
    },
    openDueWaves() {
      const before = places.length;
      while (isDue()) {
        for (const end = Math.min(prompts, present + size); present < end; present += 1) {
          if (!isDone(present)) places.push(present);
        }
      }
      return places.length - before;
    },
  };
}
