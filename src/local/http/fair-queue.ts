interface Waiting {
  start(): void;
  refuse(): void;
}

/** The queue is full. */
export class QueueFull extends Error {
  constructor() {
    super('too much is waiting');
    this.name = 'QueueFull';
  }
}

/**
 * Runs few pieces of work at a time and lets the others wait. Keys take turns, so nobody waits for all the work of somebody
 * else. If all places are taken, the key with the most work gives one up.
 */
export class FairQueue {
  private readonly atOnce: number;
  private readonly places: number;
  private readonly lines = new Map<string, Waiting[]>();
  private running = 0;
  private waiting = 0;

  /** `atOnce` = how many run, `places` = how many more may wait. */
  constructor({ atOnce, places }: { atOnce: number; places: number }) {
    this.atOnce = atOnce;
    this.places = places;
  }

  /** Runs `work` when it is the turn of `key`. Throws QueueFull if it never will be. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) {
      this.makeRoom(key);
      await new Promise<void>((start, reject) => this.add(key, { start, refuse: () => reject(new QueueFull()) }));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      this.startNext();
    }
  }

  private makeRoom(key: string): void {
    if (this.waiting < this.places) return;
    const [longest, line] = [...this.lines].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    if (longest === key || line.length <= (this.lines.get(key)?.length ?? 0) + 1) throw new QueueFull();
    this.waiting -= 1;
    line.pop()?.refuse();
  }

  private add(key: string, waiting: Waiting): void {
    this.waiting += 1;
    const line = this.lines.get(key);
    if (line === undefined) this.lines.set(key, [waiting]);
    else line.push(waiting);
  }

  /** The place of work that has ended goes to the key whose turn it is; then it is the last in turn. */
  private startNext(): void {
    const [key, line] = this.lines.entries().next().value ?? [];
    const next = line?.shift();
    if (key === undefined || line === undefined || next === undefined) {
      this.running -= 1;
      return;
    }
    this.lines.delete(key);
    if (line.length > 0) this.lines.set(key, line);
    this.waiting -= 1;
    next.start();
  }
}
