/** The wave, from 1, in which the prompt at this place of prompts.parquet comes: waves take prompts in their order. */
export function waveOf(place: number, wave: number | 'all'): number {
  return wave === 'all' ? 1 : Math.floor(place / wave) + 1;
}
