import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startLocalServer, type LocalServer } from '../../src/local/start-server.ts';
import { createCalls } from '../support/argilla-calls.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { collect, type PrankRun, runJson, runPrank } from '../support/run-prank.ts';
import { findDeployed, makeRater, readAllRecords } from '../support/test-raters.ts';

const apiKey = 'owner-key-of-the-test';
const secrets: Record<string, string> = {
  HF_TOKEN: 'hf_organizer',
  ARGILLA_API_KEY: apiKey,
  PRANK_PSEUDONYM_KEY: 'ab'.repeat(32),
};
const gitUrl = 'https://git.example.org/prank.git';

let root: string;
let repository: string;
let dir: string;
let server: LocalServer;
let hub: StandInHub;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  hub = await startHub();
  server = await startLocalServer({ db: join(root, 'server.db'), owner: { username: 'owner', apiKey } });
  repository = join(root, 'repository');
  dir = join(repository, 'our campaign');
  await mkdir(dir, { recursive: true });
  execFileSync('git', ['init', '--quiet', repository]);
  const prompts = ['prompt', ...Array.from({ length: 6 }, (_, index) => `What is ${index} and why?`)];
  await writeFile(join(dir, 'prompts.csv'), `${prompts.join('\n')}\n`);
  await writeFile(join(dir, '.gitignore'), '.prank/\n.env\n');
  await writeFile(
    join(dir, 'prank.yaml'),
    JSON.stringify({
      name: 'rating',
      sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
      task: { overlap: 1 },
      argilla: { url: server.url },
      publish: {
        dataset: 'organizer/ranked',
        backup: 'organizer/backup',
        license: 'cc-by-4.0',
        auto: true,
        every: 'sync',
      },
    }),
  );
  for (const command of ['build', 'deploy', 'push', 'pull']) await prank(command);
  await answerAll();
});
afterAll(async () => {
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
  await server.close();
  await hub.close();
  await rm(root, { recursive: true });
});

const env = () => ({ HF_ENDPOINT: hub.url, ...secrets });
const prank = (...words: string[]) => runJson(words, { cwd: dir, env: env() });

/** Another rater answers every prompt. */
async function answerAll(): Promise<void> {
  const owner = createCalls(server.url, apiKey);
  const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
  const rater = await makeRater(owner, workspaceId);
  for (const { id } of await readAllRecords(owner, datasetId)) {
    const body = { status: 'submitted', values: { quality: { value: 4 } } };
    await rater.calls.post(`/records/${id}/responses`, body);
  }
}

/** A runner's machine: an empty HOME, and only Node with npm, git and the system's programs on the PATH. */
async function makeMachine(): Promise<Record<string, string>> {
  const machine = await mkdtemp(join(root, 'machine-'));
  for (const name of ['home', 'temp']) await mkdir(join(machine, name));
  return {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: join(machine, 'home'),
    RUNNER_TEMP: join(machine, 'temp'),
    TMPDIR: join(machine, 'temp'),
    npm_config_registry: execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim(),
    // GitHub's runner finds the repository that --from names; here git is redirected to a local copy.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${join(root, 'prank.git')}.insteadOf`,
    GIT_CONFIG_VALUE_0: gitUrl,
  };
}

interface WorkflowStep {
  name?: string;
  run?: string;
  env?: Record<string, string>;
  'working-directory'?: string;
}

/** Runs the workflow's `run:` lines like the runner, in a fresh clone of the commits; stops at the first failure. */
async function runWorkflow(
  change: (checkout: string) => Promise<void> = async () => {},
): Promise<Map<string, PrankRun>> {
  execFileSync('git', ['add', '--all'], { cwd: repository });
  const author = ['-c', 'user.name=me', '-c', 'user.email=me@example.org'];
  execFileSync('git', [...author, 'commit', '--quiet', '--allow-empty', '-m', 'Schedule'], { cwd: repository });
  const machine = await makeMachine();
  const checkout = await mkdtemp(join(root, 'checkout-'));
  execFileSync('git', ['clone', '--quiet', repository, checkout]);
  await change(checkout);
  const text = await readFile(join(checkout, '.github', 'workflows', 'prank-rating.yml'), 'utf8');
  const steps: WorkflowStep[] = parse(text).jobs.sync.steps;
  const runs = new Map<string, PrankRun>();
  for (const { name = '', run, env: given = {}, 'working-directory': folder = '.' } of steps) {
    if (run === undefined) continue;
    const values = Object.entries(given).map(([key, value]) => [
      key,
      value.replace(/^\$\{\{ secrets\.(\w+) \}\}$/u, (_, secret: string) => secrets[secret] ?? ''),
    ]);
    const child = spawn('bash', ['-e', '-c', run], {
      cwd: join(checkout, folder),
      env: { ...machine, HF_ENDPOINT: hub.url, ...Object.fromEntries(values) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = await collect(child);
    runs.set(name, ended);
    if (ended.exitCode !== 0) break;
  }
  return runs;
}

/** Number of releases on the Hub so far. */
function released(): number {
  try {
    return Object.keys(hub.repo('dataset', 'organizer/ranked').tags).length;
  } catch {
    return 0;
  }
}

async function expectRelease(): Promise<void> {
  await answerAll();
  const before = released();
  const runs = await runWorkflow();
  const last = [...runs.values()].at(-1);
  expect(last, last?.stderr).toMatchObject({ exitCode: 0 });
  expect([...runs.keys()]).toEqual(['Verify and install prank', 'prank sync']);
  expect(released()).toBeGreaterThan(before);
}

describe('the workflow', () => {
  it('installs the program beside the campaign on an empty machine, and publishes a release', async () => {
    await prank('schedule', '--on', 'github');
    await expectRelease();
  });

  it('stops before any secret is set if one byte of the program differs', async () => {
    await prank('schedule', '--on', 'github');
    const runs = await runWorkflow(async (checkout) => {
      const path = join(checkout, 'our campaign', 'prank-rating.tgz');
      const bytes = await readFile(path);
      bytes[1000] = (bytes[1000] ?? 0) ^ 1;
      await writeFile(path, bytes);
    });
    expect([...runs.keys()]).toEqual(['Verify and install prank']);
    const { exitCode, stdout } = runs.get('Verify and install prank') ?? {};
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'prank-rating.tgz is not the program that was scheduled. Run prank schedule --on github again',
    );
  });

  it('installs a dependency only if it has the hash named by the program', async () => {
    await prank('schedule', '--on', 'github');
    const runs = await runWorkflow(async (checkout) => {
      const work = await mkdtemp(join(root, 'repack-'));
      const path = join(checkout, 'our campaign', 'prank-rating.tgz');
      execFileSync('tar', ['-xzf', path, '-C', work]);
      const lockPath = join(work, 'package', 'npm-shrinkwrap.json');
      const lock = JSON.parse(await readFile(lockPath, 'utf8'));
      lock.packages['node_modules/zod'].integrity = `sha512-${'A'.repeat(86)}==`;
      await writeFile(lockPath, JSON.stringify(lock));
      execFileSync('tar', ['-czf', path, '-C', work, 'package']);
      const workflow = join(checkout, '.github', 'workflows', 'prank-rating.yml');
      const sha512 = createHash('sha512')
        .update(await readFile(path))
        .digest('hex');
      await writeFile(workflow, (await readFile(workflow, 'utf8')).replace(/'[0-9a-f]{128} /u, `'${sha512} `));
    });
    expect([...runs.keys()]).toEqual(['Verify and install prank']);
    expect(runs.get('Verify and install prank')?.stderr).toContain('EINTEGRITY');
  });

  it('builds prank from a commit of a repository', async () => {
    execFileSync('git', ['clone', '--quiet', '--bare', '.', join(root, 'prank.git')]);
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
    execFileSync('git', ['config', 'uploadpack.allowAnySHA1InWant', 'true'], { cwd: join(root, 'prank.git') });
    await prank('schedule', '--on', 'github', '--from', `git+${gitUrl}#${commit}`);
    await expectRelease();
  });
});

describe('--from npm', () => {
  let registry: Server;
  let address: string;
  let served: Buffer | null = null;

  beforeAll(async () => {
    const real = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim().replace(/\/$/u, '');
    registry = createServer(({ url = '' }, answer) => {
      if (url === '/prank.tgz') return answer.end(served);
      if (url !== '/prank') return answer.writeHead(302, { location: `${real}${url}` }).end();
      if (served === null) return answer.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      const integrity = `sha512-${createHash('sha512').update(served).digest('base64')}`;
      const version = { name: 'prank', version: '0.1.0', dist: { tarball: `${address}/prank.tgz`, integrity } };
      const body = { name: 'prank', 'dist-tags': { latest: '0.1.0' }, versions: { '0.1.0': version } };
      return answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
    const bound = registry.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterAll(() => new Promise((done) => registry.close(done)));

  const schedule = (home: string) =>
    runPrank(['schedule', '--on', 'github', '--from', 'npm', '--json', '--dry-run'], {
      cwd: dir,
      env: { ...env(), npm_config_registry: address, npm_config_cache: join(root, home) },
    });

  it.each<[string, () => Promise<Buffer | null>, number, string | null]>([
    ['refuses a name that nobody has published', async () => null, 2, 'schedule_not_on_npm'],
    ['refuses what somebody else published', () => packOther(), 5, 'schedule_npm_differs'],
    ['takes what is this very program', () => packThis(), 0, null],
  ])('%s', async (name, serve, exitCode, code) => {
    served = await serve();
    const run = await schedule(`cache of ${name}`);
    expect(run).toMatchObject({ exitCode });
    expect(JSON.parse(run.stdout).error?.code ?? null).toBe(code);
  });

  it('and a run that gets other bytes later stops', async () => {
    served = await packThis();
    await runJson(['schedule', '--on', 'github', '--from', 'npm'], {
      cwd: dir,
      env: { ...env(), npm_config_registry: address, npm_config_cache: join(root, 'cache of the run') },
    });
    served = await packOther();
    const runs = await runWorkflow();
    expect([...runs.keys()]).toEqual(['Verify and install prank']);
    expect(runs.get('Verify and install prank')?.exitCode).not.toBe(0);
  });
});

describe('the job on the Hub', () => {
  it('installs the program of the backup on an empty machine, and publishes a release', async () => {
    await answerAll();
    await prank('schedule', '--on', 'hub');
    const before = released();
    const [job] = hub.jobs('organizer');
    const { command = [], environment = {}, secrets: given } = job?.spec ?? {};
    const [program = '', ...words] = command;
    const machine = await makeMachine();
    const ended = await collect(
      spawn(program, words, {
        env: { ...machine, ...environment, ...given, HF_ENDPOINT: hub.url },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
    expect(released()).toBeGreaterThan(before);
  });
});

async function packThis(): Promise<Buffer> {
  const folder = await mkdtemp(join(root, 'pack-'));
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  return readFile(join(folder, 'prank-0.1.0.tgz'));
}

async function packOther(): Promise<Buffer> {
  const folder = await mkdtemp(join(root, 'other-'));
  await writeFile(join(folder, 'package.json'), '{"name": "prank", "version": "0.1.0", "bin": "x.js"}');
  await writeFile(join(folder, 'x.js'), 'console.log(process.env)');
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: folder });
  return readFile(join(folder, 'prank-0.1.0.tgz'));
}
