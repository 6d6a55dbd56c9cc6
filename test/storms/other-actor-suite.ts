import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';
import type { LosableServer } from '../support/other-actor/acted-campaign.ts';
import { chooseGames, playOtherActor } from '../support/other-actor/play.ts';

const apiKey = 'owner-key-of-the-test';
const { seeds, steps } = chooseGames(20);

async function startServer(): Promise<LosableServer> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-'));
  let servers = 0;
  const open = (): Promise<LocalServer> => {
    servers += 1;
    const db = join(folder, `server-${servers}.db`);
    return startLocalServer({ ...cheapPasswords, db, owner: { username: 'owner', apiKey } });
  };
  let server = await open();
  return {
    get url() {
      return server.url;
    },
    apiKey,
    async wipe() {
      await server.close();
      server = await open();
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Plays half of the seeds, because two files run at the same time. */
export function describeOtherActor(half: 0 | 1): void {
  describe('with another program at work on the same dataset', () => {
    it.each(seeds.filter((_, index) => index % 2 === half))(
      'seed %i: every answer to a prompt is released once, and everything else is reported',
      async (seed) => {
        const started = Date.now();
        const { moves, released } = await playOtherActor(await startServer(), { seed, steps, name: 'rating' });
        expect(released).toBeGreaterThan(0);
        const made = [...moves].map(([kind, count]) => `${kind} ${count}`).join(', ');
        process.stdout.write(`seed ${seed}: ${made}; ${released} answers released; ${Date.now() - started} ms\n`);
      },
    );
  });
}
