/** Told while a ranking is made; `total` null = it can't be told how much is to come. */
export interface RankProgress {
  task: string;
  done: number;
  total: number | null;
}

export type OnRankProgress = (progress: RankProgress) => void;
