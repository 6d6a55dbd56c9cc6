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
  wave: number | 'all' | AutoWave;
  nextWaveAt: number;
}

/** `wave: auto`: `first` prompts, then a step whenever fewer than `target` are unfinished. */
export interface AutoWave {
  first: number;
  step: number;
  target: number;
}

/** Prompts by waves. Skips prompts for which `isDone` is true from the start. */
export function createOpenPrompts(
  { prompts, wave, nextWaveAt }: WavePlan,
  isDone: (prompt: number) => boolean,
): OpenPrompts {
  const places: number[] = [];
  const { first, step, mostOpen } = readWave(wave, prompts, nextWaveAt);
  let present = 0;
  const isDue = (): boolean => present < prompts && (present === 0 || places.length <= mostOpen);
  return {
    places,
    close(position) {
      const last = places.pop();
      if (last !== undefined && position < places.length) places[position] = last;
    },
    openDueWaves() {
      const before = places.length;
      while (isDue()) {
        for (const end = Math.min(prompts, present + (present === 0 ? first : step)); present < end; present += 1) {
          if (!isDone(present)) places.push(present);
        }
      }
      return places.length - before;
    },
  };
}

/** Sizes of the first wave and of all others, and the number of open prompts at which the next one comes in. */
function readWave(
  wave: WavePlan['wave'],
  prompts: number,
  nextWaveAt: number,
): Record<'first' | 'step' | 'mostOpen', number> {
  if (typeof wave === 'object') return { first: wave.first, step: wave.step, mostOpen: wave.target - 1 };
  const size = wave === 'all' ? prompts : wave;
  return { first: size, step: size, mostOpen: size * nextWaveAt };
}
