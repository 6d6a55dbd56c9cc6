/** The wave, counted from 1, of the prompt at this place (from 0) of prompts.parquet. Waves take prompts in order. */
export function waveOf(place: number, wave: number | 'all'): number {
  return wave === 'all' ? 1 : Math.floor(place / wave) + 1;
}
