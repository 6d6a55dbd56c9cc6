import type { Connection } from '../../src/argilla/connection.ts';
import type { HubConnection } from '../../src/hub/connection.ts';

/**
 * Ends a command at its n-th server call, like a kill: before the call, or after it took effect. With its own `error`,
 * that call and all later ones fail with it, as if the network were gone.
 */
export class Fuse {
  private left: number;
  private readonly when: 'before' | 'after';
  private readonly error: () => Error;
  calls = 0;

  constructor(calls: number, when: 'before' | 'after', error: () => Error = () => new Killed()) {
    this.left = calls;
    this.when = when;
    this.error = error;
  }

  connection(connection: Connection): Connection {
    return { ...connection, request: (request) => this.run(() => connection.request(request)) };
  }

  hub(hub: HubConnection): HubConnection {
    return {
      ...hub,
      request: (request) => this.run(() => hub.request(request)),
      send: (request) => this.run(() => hub.send(request)),
      download: (request) => this.run(() => hub.download(request)),
      fetcher: (options) => (input, init) => this.run(() => hub.fetcher(options)(input, init)),
    };
  }

  private async run<T>(call: () => Promise<T>): Promise<T> {
    this.calls += 1;
    this.left -= 1;
    if (this.left < 0 || (this.left === 0 && this.when === 'before')) throw this.error();
    const answer = await call();
    if (this.left === 0) throw this.error();
    return answer;
  }
}

/** The error of a killed command in tests. Our own code doesn't know it. */
export class Killed extends Error {}
