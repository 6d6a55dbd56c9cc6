import { makeId } from './accounts.ts';

export interface JobSpec {
  dockerImage?: string | undefined;
  spaceId?: string | undefined;
  command: string[];
  arguments: string[];
  environment: Record<string, string>;
  secrets: Record<string, string>;
  flavor: string;
  timeoutSeconds?: number | undefined;
  labels: Record<string, string>;
}

export interface ScheduledJob {
  id: string;
  owner: string;
  creator: string;
  schedule: string;
  suspend: boolean;
  concurrency: boolean;
  atMs: number;
  spec: JobSpec;
}

/** Jobs that start on a schedule. Here none ever runs. Names are not unique, as on the Hub. */
export class ScheduledJobs {
  readonly #clock: () => number;
  readonly #jobs: ScheduledJob[] = [];
  #made = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  create(job: Omit<ScheduledJob, 'id' | 'atMs'>): ScheduledJob {
    this.#made += 1;
    const made = { ...job, id: makeId(`scheduled job ${this.#made}`), atMs: this.#clock() };
    this.#jobs.push(made);
    return made;
  }

  list(owner: string): ScheduledJob[] {
    return this.#jobs.filter((job) => job.owner === owner);
  }

  remove({ id }: ScheduledJob): void {
    const index = this.#jobs.findIndex((job) => job.id === id);
    if (index !== -1) this.#jobs.splice(index, 1);
  }
}
