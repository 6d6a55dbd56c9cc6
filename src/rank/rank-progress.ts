/** Reported while a ranking is made. `total` null = unknown. */
export interface RankProgress {
  task: string;
  done: number;
  total: number | null;
}

export type OnRankProgress = (progress: RankProgress) => void;
