import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, openConnection } from '../../src/argilla/connection.ts';
import { deploy } from '../../src/campaign/deploy.ts';
import { pull, type PullOptions, type PullPorts, type PullResult } from '../../src/campaign/pull.ts';
import { push, type PushOptions, type PushResult } from '../../src/campaign/push.ts';
import { startLocalServer } from '../../src/local/start-server.ts';
import type { Campaign, Event, Prompt, ResponseEvent } from '../../src/model.ts';
import { readPullState, writePullState } from '../../src/ratings/pull-state.ts';
import { appendToRatingsLog, readRatingsLog } from '../../src/ratings/ratings-log.ts';
import { type ArgillaCalls, createCalls } from './argilla-calls.ts';
import { findDeployed, makeRater, readAllRecords, type ServerRecord, type TestRater } from './test-raters.ts';
import { anyEngine, lenient } from './build-settings.ts';
import { cheapPasswords } from './cheap-passwords.ts';

const apiKey = 'owner-key-of-the-test';

/** The verbs on an embedded server in this process, with a ratings log in a temporary folder. */
export interface EmbeddedCampaign {
  campaign: Campaign;
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

async function confirm(): Promise<boolean> {
  return true;
}

export async function startEmbeddedCampaign(task: Partial<Campaign['task']> = {}): Promise<EmbeddedCampaign> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const logDir = join(dir, 'ratings');
  const server = await startLocalServer({
    ...cheapPasswords,
    db: join(dir, 'local.db'),
    owner: { username: 'owner', apiKey },
  });
  const connection = openConnection({ url: server.url, apiKey, userAgent: 'prank/test' });
  const owner = createCalls(server.url, apiKey);
  const campaign = makeCampaign(dir, server.url, task);
  const events: Event[] = [];
  const emit = (event: Event): void => void events.push(event);
  await deploy(campaign, { connection, confirm }, { dryRun: false }, emit);
  const { datasetId, workspaceId } = await findDeployed(owner, campaign.task.workspace);
  const log: PullPorts['log'] = {
    read: () => readRatingsLog(logDir),
    append: (versions) => appendToRatingsLog(logDir, versions),
    readState: () => readPullState(logDir),
    writeState: (state) => writePullState(logDir, state),
  };
  return {
    campaign,
    connection,
    owner,
    events,
    datasetId,
    logDir,
    push: (prompts, options) =>
      push(
        campaign,
        { connection, log, confirm, readPrompts: async () => prompts },
        { dryRun: false, prune: false, ...options },
        emit,
      ),
    pull: (options) =>
      pull(
        campaign,
        { connection, log, now: () => '2026-01-01T00:00:00.000Z' },
        { dryRun: false, full: false, newDataset: false, ...options },
        emit,
      ),
    readLog: log.read,
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
