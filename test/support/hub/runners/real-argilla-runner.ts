import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { ServerSoftware } from '../../../../src/model.ts';
import { realSoftware } from '../../argilla-env.ts';
import {
  checkAppPort,
  isExtralit,
  type RunningSpace,
  type SpaceRunner,
  type SpaceStart,
} from '../spaces/space-runner.ts';
import { findFreePort } from './free-port.ts';
import { type Program, runProgram, startProgram } from './program.ts';

export interface RealArgillaOptions {
  software: ServerSoftware;
  /** Python with the server's package. */
  python: string;
  /** URL of a search engine that others may use as well. */
  searchUrl: string;
  /** URL of a Redis without a database number: each container uses a database of its own. */
  redisUrl: string;
  /** Environment in addition to the Hub's. */
  env?: Record<string, string>;
}

const startSeconds = 180;
const redisDatabases = 16;
const pythonFolders = ['python', '../../argilla/python'];
let containers = 0;

/** The output of `test/support/argilla/up`. Throws if the environment does not have it. */
export function findRealArgilla(): Pick<RealArgillaOptions, 'software' | 'python' | 'searchUrl' | 'redisUrl'> {
  const { ARGILLA_PYTHON: python, SEARCH_URL: searchUrl, REDIS_URL: redisUrl } = process.env;
  if (python === undefined || searchUrl === undefined || redisUrl === undefined) {
    throw new Error('Set ARGILLA_PYTHON, SEARCH_URL and REDIS_URL, or run test/support/argilla/run-suite.');
  }
  return { software: realSoftware(), python, searchUrl, redisUrl };
}

/** How the two servers differ for their start scripts. */
const starts = {
  argilla: { module: 'argilla_server', prefix: 'ARGILLA' },
  // On the OpenSearch of the tests; the image of its Spaces has Elasticsearch.
  extralit: { module: 'extralit_on_opensearch', prefix: 'EXTRALIT' },
} satisfies Record<ServerSoftware, object>;

/** Runs Argilla 2.8.0 or Extralit 0.7.2 in the same steps as the start script of its Space image. */
export function realArgillaRunner(options: RealArgillaOptions): SpaceRunner {
  return { start: (start) => startArgilla(options, start) };
}

async function startArgilla(options: RealArgillaOptions, start: SpaceStart): Promise<RunningSpace> {
  checkAppPort(start.readme);
  const { software } = options;
  if (isExtralit(start) !== (software === 'extralit')) throw new Error(`The Space's image is not ${software}.`);
  const { module } = starts[software];
  const { dataDir, log } = start;
  const workDir = await mkdtemp(join(tmpdir(), 'prank-argilla-'));
  const programs: Program[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.stop()));
    await rm(workDir, { recursive: true, force: true });
  };
  try {
    const isNew = !existsSync(join(dataDir, software, `${software}.db`));
    await mkdir(join(dataDir, software), { recursive: true });
    const env = await makeEnv(options, start, workDir);
    const python = { command: options.python, env, cwd: workDir, log };
    await runProgram({ ...python, args: ['-m', module, 'database', 'migrate'] });
    await runProgram({ ...python, args: ['-m', module, 'database', 'users', 'create', ...ownerArgs(start)] });
    // A new database has nothing to index, and each program takes seconds to load.
    if (!isNew && /^(?:1|true)$/iu.test(start.env['REINDEX_DATASETS'] ?? '1')) {
      await runProgram({ ...python, args: ['-m', module, 'search-engine', 'reindex'] });
    }
    const port = await findFreePort();
    const address = ['--host', '127.0.0.1', '--port', String(port), '--no-access-log'];
    const server = startProgram({ ...python, args: ['-m', 'uvicorn', `${module}:app`, ...address] });
    programs.push(server);
    const url = `http://127.0.0.1:${port}`;
    await waitUntilReady(url, server);
    programs.push(startProgram({ ...python, args: ['-m', module, 'worker'] }));
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeEnv(options: RealArgillaOptions, start: SpaceStart, workDir: string) {
  const { PATH = '', HOME = '' } = process.env;
  const { prefix } = starts[options.software];
  const { dataDir, oauthYaml, env, space } = start;
  if (oauthYaml !== null) {
    // The sign-in goes over http to the Hub that runs the Space.
    const extra = { allow_http_redirect: true, extra_backends: ['stand_in_hub.StandInHub'] };
    const signIn = env['OPENID_PROVIDER_URL'] === undefined ? '' : stringify(extra);
    await writeFile(join(workDir, '.oauth.yaml'), `${oauthYaml}\n${signIn}`);
  }
  containers += 1;
  const { OAUTH_CLIENT_ID, OAUTH_CLIENT_SECRET, OAUTH_SCOPES } = env;
  const oauth = {
    OAUTH2_HUGGINGFACE_CLIENT_ID: OAUTH_CLIENT_ID,
    OAUTH2_HUGGINGFACE_CLIENT_SECRET: OAUTH_CLIENT_SECRET,
    OAUTH2_HUGGINGFACE_SCOPE: OAUTH_SCOPES,
  };
  return {
    PATH,
    HOME,
    LANG: 'C.UTF-8',
    USERNAME: space.creator,
    ...env,
    ...Object.fromEntries(Object.entries(oauth).filter(([, value]) => value !== undefined)),
    ...(oauthYaml === null ? {} : { [`${prefix}_AUTH_OAUTH_CFG`]: join(workDir, '.oauth.yaml') }),
    PYTHONPATH: pythonFolders.map((folder) => fileURLToPath(new URL(folder, import.meta.url))).join(delimiter),
    [`${prefix}_HOME_PATH`]: join(dataDir, options.software),
    [`${prefix}_SEARCH_ENGINE`]: 'opensearch',
    [`${prefix}_ELASTICSEARCH`]: options.searchUrl,
    // Database 0 belongs to the server for which Redis was started.
    [`${prefix}_REDIS_URL`]: `${options.redisUrl}/${(containers % (redisDatabases - 1)) + 1}`,
    HF_HUB_OFFLINE: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
    ...options.env,
  };
}

/** Like the start script: key and workspace only if they are given. */
function ownerArgs({ env, space }: SpaceStart): string[] {
  const { USERNAME = space.creator, PASSWORD = 'random-password', API_KEY, WORKSPACE } = env;
  return [
    '--first-name',
    USERNAME,
    '--username',
    USERNAME,
    '--password',
    PASSWORD,
    '--role',
    'owner',
    ...(API_KEY === undefined ? [] : ['--api-key', API_KEY]),
    ...(WORKSPACE === undefined ? [] : ['--workspace', WORKSPACE]),
  ];
}

async function waitUntilReady(url: string, server: Program): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  while (Date.now() < deadline && server.isAlive()) {
    const isReady = await fetch(`${url}/api/v1/status`).then(
      async (response) => (await response.arrayBuffer(), response.status === 200),
      () => false,
    );
    if (isReady) return;
    await sleep(200);
  }
  throw new Error(`The server did not start:\n${server.lastLines().join('\n')}`);
}
