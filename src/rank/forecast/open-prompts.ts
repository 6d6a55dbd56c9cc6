/** Live prompts that need answers, in no order. */
export interface OpenPrompts {
  readonly places: readonly number[];
  /** Takes out the prompt at this position of `places`. */
  close: (position: number) => void;
  /** Brings in the next waves while they are due; returns how many prompts came. */
  openDueWaves: () => number;
}

export interface WavePlan {
  prompts: number;
  /** Prompts that come in together; the next ones come when no more than `nextWaveAt` of a wave is unfinished. */
  wave: number | 'all';
  nextWaveAt: number;
}

/** Prompts by waves; those that `isDone` already are passed over. */
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
