import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, openConnection } from '../../src/argilla/connection.ts';
import { deploy } from '../../src/campaign/deploy.ts';
import type { OpenCampaign } from '../../src/campaign/open/types.ts';
import { openLoaded } from '../../src/campaign/open.ts';
import { pull, type PullOptions, type PullResult } from '../../src/campaign/pull.ts';
import { push, type PushOptions, type PushResult } from '../../src/campaign/push.ts';
import { campaignPaths } from '../../src/folder/campaign-paths.ts';
import { systemClock } from '../../src/lib/retry.ts';
import { startLocalServer } from '../../src/local/start-server.ts';
import type { Campaign, Event, Prompt, ResponseEvent } from '../../src/model.ts';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { findDeployed, makeRater, readAllRecords, type ServerRecord, type TestRater } from './test-raters.ts';
import { anyEngine, lenient } from './build-settings.ts';
import { cheapPasswords } from './cheap-passwords.ts';

const apiKey = 'owner-key-of-the-test';

/** The verbs on an embedded server in this process, with a ratings log in a temporary folder. */
export interface EmbeddedCampaign {
  campaign: OpenCampaign;
  connection: Connection;
  owner: ArgillaCalls;
  events: Event[];
  datasetId: string;
  logDir: string;
  push(prompts: Prompt[], options?: Partial<PushOptions>): Promise<PushResult>;
  pull(options?: Partial<PullOptions>): Promise<PullResult>;
  readLog(): Promise<ResponseEvent[]>;
  records(): Promise<ServerRecord[]>;
  makeRater(): Promise<TestRater>;
  close(): Promise<void>;
}

export async function startEmbeddedCampaign(task: Partial<Campaign['task']> = {}): Promise<EmbeddedCampaign> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const server = await startLocalServer({
    ...cheapPasswords,
    db: join(dir, 'local.db'),
    owner: { username: 'owner', apiKey },
  });
  const connection = openConnection({ url: server.url, apiKey, userAgent: 'prank/test' });
  const owner = createCalls(server.url, apiKey);
  const events: Event[] = [];
  const campaign = openLoaded(makeCampaign(dir, server.url, task), {
    env: { ARGILLA_API_KEY: apiKey },
    clock: { ...systemClock, now: () => Date.UTC(2026, 0, 1) },
    confirm: async () => true,
    connectArgilla: () => connection,
    emit: (event) => void events.push(event),
  });
  let pushed: Prompt[] = [];
  const readPromptIds = async (): Promise<string[]> => pushed.map(({ id }) => id);
  await deploy(campaign);
  const { datasetId, workspaceId } = await findDeployed(owner, campaign.task.workspace);
  return {
    campaign,
    connection,
    owner,
    events,
    datasetId,
    logDir: campaignPaths.ratings(dir),
    push(prompts, options) {
      pushed = prompts;
      return push({ ...campaign, readPrompts: async () => prompts }, options);
    },
    pull: (options) => pull({ ...campaign, readPrompts: async () => pushed, readPromptIds }, options),
    readLog: campaign.log.read,
    records: () => readAllRecords(owner, datasetId),
    makeRater: () => makeRater(owner, workspaceId),
    async close() {
      await server.close();
      await rm(dir, { recursive: true });
    },
  };
}

function makeCampaign(dir: string, url: string, task: Partial<Campaign['task']>): Campaign {
  return {
    name: 'test',
    id: 'test',
    seed: 1,
    dir,
    sources: [],
    build: lenient,
    engine: anyEngine,
    task: {
      workspace: 'test',
      dataset: 'test',
      guidelines: null,
      question: { name: 'quality', title: 'How good?', values: [1, 2, 3, 4, 5], labels: [] },
      overlap: 2,
      wave: 'all',
      metadata: [{ name: 'source', type: 'terms', visible: false }],
      keepsMetadata: false,
      ...task,
    },
    target: { type: 'url', url },
    publish: null,
  };
}

/** A prompt for tests in which only id and text matter. */
export function makePrompt(id: string, change: Partial<Prompt> = {}): Prompt {
  const prompt = `Prompt ${id}`;
  const common = {
    kind: 'human',
    source: 'made',
    sourceRow: `prompts.csv:${id}`,
    revision: null,
    license: null,
  } as const;
  return { id, prompt, ...common, metadata: {}, alsoIn: [], length: prompt.length, ...change };
}
