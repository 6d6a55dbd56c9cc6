import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { startLocalServer } from '../../../../src/local/start-server.ts';
import {
  checkAppPort,
  isExtralit,
  type RunningSpace,
  type SpaceRunner,
  type SpaceStart,
} from '../spaces/space-runner.ts';
import { cheapPasswords } from '../../cheap-passwords.ts';
import { startExtralitStandIn } from '../../extralit-stand-in.ts';

const ownerFile = z.object({ username: z.string(), apiKey: z.string() });
const oauthFile = z.object({ allowed_workspaces: z.array(z.object({ name: z.string() })).default([]) });

/**
 * Runs prank's own server like the start script of the Argilla image runs Argilla: the owner is created once per
 * database, and keeps name and key whatever the secrets say later. A Space with Extralit's image looks like Extralit.
 */
export const embeddedRunner: SpaceRunner = { start };

async function start({ env, dataDir, oauthYaml, readme, dockerfile, space, log }: SpaceStart): Promise<RunningSpace> {
  checkAppPort(readme);
  const { USERNAME = space.creator, API_KEY = 'a-random-key', PASSWORD = 'a-random-password', WORKSPACE } = env;
  if (API_KEY.length < 8) throw new Error('The API key must be at least 8 characters long');
  if (PASSWORD.length < 8) throw new Error('The password must be at least 8 characters long');
  const home = join(dataDir, 'argilla');
  await mkdir(home, { recursive: true });
  const owner = await keepOwner(join(home, 'owner.json'), { username: USERNAME, apiKey: API_KEY });
  const server = await startLocalServer({ ...cheapPasswords, db: join(home, 'argilla.db'), owner });
  const allowed = oauthYaml === null ? [] : oauthFile.parse(parse(oauthYaml)).allowed_workspaces;
  const workspaces = [...(WORKSPACE === undefined ? [] : [WORKSPACE]), ...allowed.map(({ name }) => name)];
  for (const name of new Set(workspaces)) await createWorkspace(server.url, owner.apiKey, name);
  log(`Argilla of ${owner.username} is running`);
  if (!isExtralit({ dockerfile })) return { url: server.url, stop: () => server.close() };
  const extralit = await startExtralitStandIn(server.url);
  const stop = async (): Promise<void> => {
    await extralit.close();
    await server.close();
  };
  return { url: extralit.url, stop };
}

/** The owner of the database, stored before the database exists. */
async function keepOwner(path: string, wanted: z.output<typeof ownerFile>) {
  if (existsSync(path)) return ownerFile.parse(JSON.parse(await readFile(path, 'utf8')));
  await writeFile(path, JSON.stringify(wanted));
  return wanted;
}

async function createWorkspace(url: string, key: string, name: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/workspaces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-argilla-api-key': key, connection: 'close' },
    body: JSON.stringify({ name }),
  });
  // 409: it exists from an earlier start.
  if (response.status !== 201 && response.status !== 409) throw new Error(`Workspace ${name}: ${response.status}`);
}
