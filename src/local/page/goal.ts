import type { KeyValue } from './key-value.ts';

interface KeptGoal {
  goal: number;
  /** Local date of `count`. */
  day: string;
  count: number;
}

const defaultGoal = 10;
export const highestGoal = 1000;

/** How many prompts a rater wants to rate per day, and how many they rated today in this browser. */
export class Goal {
  readonly #name: string;
  readonly #storage: KeyValue;
  readonly #today: () => string;
  /** Counts on if storage is forbidden. */
  #fallback: KeptGoal | null = null;

  /** `today` gives the local date. */
  constructor(userId: string, datasetId: string, storage: KeyValue, today: () => string) {
    this.#name = `prank-goal-${userId}-${datasetId}`;
    this.#storage = storage;
    this.#today = today;
  }

  get goal(): number {
    return this.#read().goal;
  }

  /** Answers today. */
  get count(): number {
    return this.#read().count;
  }

  /** Counts an answer, or -1 for one that was taken back. */
  add(change: number): void {
    const kept = this.#read();
    this.#write({ ...kept, count: Math.max(0, kept.count + change) });
  }

  /** Ignores what is not a whole number from 1 to 1000. */
  setGoal(goal: number): void {
    if (Number.isInteger(goal) && goal >= 1 && goal <= highestGoal) this.#write({ ...this.#read(), goal });
  }

  #read(): KeptGoal {
    const kept = this.#fallback ?? this.#readStored();
    const day = this.#today();
    return kept?.day === day ? kept : { goal: kept?.goal ?? defaultGoal, day, count: 0 };
  }

  #readStored(): KeptGoal | null {
    try {
      return JSON.parse(this.#storage.getItem(this.#name) ?? 'null');
    } catch {
      return null;
    }
  }

  #write(kept: KeptGoal): void {
    try {
      this.#storage.setItem(this.#name, JSON.stringify(kept));
    } catch {
      this.#fallback = kept;
    }
  }
}
