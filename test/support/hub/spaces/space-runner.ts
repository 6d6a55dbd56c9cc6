import { readCard } from '../state/card.ts';

/** What a Space's container gets when it starts. */
export interface SpaceStart {
  space: {
    /** owner/name */
    id: string;
    /** Username of its creator. */
    creator: string;
    /** Its public URL. */
    url: string;
  };
  /** What the Hub injects, the variables and the secrets. */
  env: Record<string, string>;
  /** Contents of /data in the container; empty at each start unless a volume is mounted there. */
  dataDir: string;
  /** The Space's file `.oauth.yaml`; null if it has none. */
  oauthYaml: string | null;
  readme: string;
  /** Says which image the container runs. */
  dockerfile: string;
  /** Adds a line to the log of the running Space. */
  log: (line: string) => void;
}

export interface RunningSpace {
  url: string;
  stop(): Promise<void>;
}

/** Runs the program of a Space. Rejects with the reason if it does not start. */
export interface SpaceRunner {
  start(start: SpaceStart): Promise<RunningSpace>;
}

/** Whether the container runs Extralit. */
export function isExtralit({ dockerfile }: Pick<SpaceStart, 'dockerfile'>): boolean {
  return /^FROM extralit/mu.test(dockerfile);
}

const argillaPort = 6900;

/** Throws if the Hub would wait for Argilla on another port and give up in the end. */
export function checkAppPort(readme: string): void {
  const port = readCard(readme)['app_port'];
  if (port !== argillaPort) throw new Error('Launch timed out, space was not healthy after 30 min');
}
