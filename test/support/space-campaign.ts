import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from './campaign-folder.ts';
import { embeddedRunner } from './hub/runners/embedded-runner.ts';
import { type HubOptions, startHub, type StandInHub } from './hub/start-hub.ts';
import { type PrankRun, runPrank, startPrank } from './run-prank.ts';

type Environment = Record<string, string>;

/** A campaign on a Space of a stand-in Hub, driven by the built program. */
export interface SpaceCampaign {
  hub: StandInHub;
  dir: string;
  /** `owner/name`. */
  space: string;
  /** Returns the `data` of a command that must succeed. Only `--yes` answers its questions with yes. */
  prank: (words: string[], env?: Environment) => Promise<Record<string, unknown>>;
  run: (words: string[], env?: Environment) => Promise<PrankRun>;
  start: (words: string[], env?: Environment) => ReturnType<typeof startPrank>;
  /** Changes the section `argilla`. */
  rewrite: (argilla: Record<string, unknown>) => Promise<void>;
  readEnv: () => Promise<NodeJS.Dict<string>>;
  /** Everything that commands have printed so far. */
  outputs: string[];
  /** Permission bits of .env. */
  envMode: () => Promise<number>;
  writeEnv: (values: Record<string, string>) => Promise<void>;
  /** The server in the Space, with the key from .env. */
  owner: () => Promise<ArgillaCalls>;
  close: () => Promise<void>;
}

export interface SpaceCampaignOptions {
  hub?: HubOptions;
  space?: string;
  /** More keys for the section `argilla`. */
  argilla?: Record<string, unknown>;
  prompts?: string[];
  token?: string;
}

/** Long enough for a poll to see them, short enough for a test. */
const stages = { buildingMs: 150, appStartingMs: 150 };

export async function startSpaceCampaign({
  hub: hubOptions = {},
  space = 'organizer/rating',
  argilla = {},
  prompts = ['Why is the sky blue?', 'Write a poem about rain.', 'Count to ten.'],
  token = 'hf_organizer',
}: SpaceCampaignOptions = {}): Promise<SpaceCampaign> {
  const hub = await startHub({ spaceRunner: embeddedRunner, spaceSettings: stages, ...hubOptions });
  const dir = await makeCampaignFolder({ name: 'rating', prompts, argilla: { space, ...argilla } });
  const options = (env: Environment = {}) => ({
    cwd: dir,
    env: { HF_ENDPOINT: hub.url, HF_TOKEN: token, ...env },
  });
  const outputs: string[] = [];
  const run = async (words: string[], env?: Environment): Promise<PrankRun> => {
    const ran = await runPrank(words, options(env));
    outputs.push(ran.stdout, ran.stderr);
    return ran;
  };
  const envPath = join(dir, '.env');
  const readEnv = async (): Promise<NodeJS.Dict<string>> => parseEnv(await readFile(envPath, 'utf8').catch(() => ''));
  return {
    hub,
    dir,
    space,
    outputs,
    async prank(words, env) {
      const ran = await run([...words, '--json'], env);
      const document: unknown = JSON.parse(ran.stdout);
      if (ran.exitCode === 0 && isRecord(document) && isRecord(document['data'])) return document['data'];
      throw new Error(`prank ${words.join(' ')} ended with ${ran.exitCode}:\n${ran.stdout}\n${ran.stderr}`);
    },
    run,
    start: (words, env) => startPrank(words, options(env)),
    async rewrite(section) {
      const path = join(dir, 'prank.yaml');
      const config: object = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ ...config, argilla: { space, ...section } }));
    },
    readEnv,
    envMode: async () => (await stat(envPath)).mode & 0o777,
    writeEnv: (values) =>
      writeFile(
        envPath,
        Object.entries(values)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
        { mode: 0o600 },
      ),
    async owner() {
      return createCalls(hub.space(space).url, (await readEnv())['ARGILLA_API_KEY'] ?? '');
    },
    async close() {
      await hub.close();
      await removeFolder(dir);
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
