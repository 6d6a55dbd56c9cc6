import type { Wave } from '../../model.ts';
import { autoStep } from '../../rank/forecast/auto-wave.ts';

/** The wave, counted from 1, of the prompt at this place (from 0) of prompts.parquet. Waves take prompts in order. */
export function waveOf(place: number, wave: Wave): number {
  return wave === 'all' ? 1 : Math.floor(place / waveSize(wave)) + 1;
}

/** Prompts per wave. With `auto`, prompts come in steps, and each step counts as a wave. */
export function waveSize(wave: Exclude<Wave, 'all'>): number {
  return wave === 'auto' ? autoStep : wave;
}
