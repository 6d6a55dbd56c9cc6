import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnection } from '../../../src/argilla/connection.ts';
import { deploy } from '../../../src/campaign/deploy.ts';
import type { OpenCampaign } from '../../../src/campaign/open/types.ts';
import { openLoaded } from '../../../src/campaign/open.ts';
import { campaignPaths } from '../../../src/folder/campaign-paths.ts';
import { openHub } from '../../../src/hub/connection.ts';
import { systemClock } from '../../../src/lib/retry.ts';
import type { Campaign, Prompt } from '../../../src/model.ts';
import { type ArgillaCalls, createCalls, ok } from '../argilla-calls.ts';
import { makeBackedUpCampaign } from '../backed-up-campaign.ts';
import { createFakeClock } from '../fake-clock.ts';
import { type StandInHub, startHub } from '../hub/start-hub.ts';
import { writePrompts } from '../write-prompts.ts';

/** A server of a test on which everything can be lost. */
export interface LosableServer {
  url: string;
  apiKey: string;
  /** Loses everything. It may have another address afterwards. */
  wipe(): Promise<void>;
  close(): Promise<void>;
}

export const releaseName = 'organizer/rating-ranked';
const hourMs = 3_600_000;

/** A campaign with a backup and releases on a stand-in Hub, on whose dataset another program works too. */
export class ActedCampaign {
  readonly hub: StandInHub;
  readonly server: LosableServer;
  readonly name: string;
  /** The organizer's folder. */
  readonly dir: string;
  private readonly folder: string;
  private readonly prompts: readonly Prompt[];
  private timeMs = Date.UTC(2026, 2, 1);

  private constructor(
    folder: string,
    hub: StandInHub,
    server: LosableServer,
    name: string,
    prompts: readonly Prompt[],
  ) {
    this.folder = folder;
    this.dir = join(folder, 'organizer');
    this.hub = hub;
    this.server = server;
    this.name = name;
    this.prompts = prompts;
  }

  /** Deploys the campaign under `name`, into a draft of another program that has one question more than prank.yaml. */
  static async start(server: LosableServer, name: string, prompts: readonly Prompt[]): Promise<ActedCampaign> {
    const folder = await mkdtemp(join(tmpdir(), 'prank-'));
    const campaign = new ActedCampaign(folder, await startHub(), server, name, prompts);
    await writePrompts(campaignPaths.prompts(campaign.dir), prompts);
    const { owner } = campaign;
    const { id: workspaceId } = ok(await owner.post('/workspaces', { name }));
    const { id } = ok(await owner.post('/datasets', { name, workspace_id: workspaceId }));
    await makeDatasetParts(owner, id);
    await deploy(campaign.open());
    return campaign;
  }

  get owner(): ArgillaCalls {
    return createCalls(this.server.url, this.server.apiKey);
  }

  /** The campaign on the organizer's machine; in `dir`, on another one. */
  open(dir = this.dir): OpenCampaign {
    return openLoaded(this.settings(dir), {
      env: {
        ARGILLA_API_KEY: this.server.apiKey,
        HF_ENDPOINT: this.hub.url,
        HF_TOKEN: 'hf_organizer',
        PRANK_PSEUDONYM_KEY: 'aa'.repeat(32),
      },
      clock: { ...createFakeClock(), now: () => (this.timeMs += 1_000) },
      confirm: async () => true,
      connectArgilla: (options) => openConnection({ ...options, clock: systemClock }),
      connectHub: (options) => openHub({ ...options, clock: createFakeClock() }),
    });
  }

  /** A machine that has nothing but prank.yaml, as a scheduler starts. */
  async openElsewhere(): Promise<OpenCampaign> {
    return this.open(await mkdtemp(join(this.folder, 'machine-')));
  }

  passHours(hours: number): void {
    this.timeMs += hours * hourMs;
  }

  get task(): Campaign['task'] {
    return this.settings(this.dir).task;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.hub.close();
    await rm(this.folder, { recursive: true });
  }

  private settings(dir: string): Campaign {
    const made = makeBackedUpCampaign(dir, this.server.url);
    const { task, publish: settings } = made;
    if (settings === null) throw new Error('the campaign publishes');
    return {
      ...made,
      task: { ...task, workspace: this.name, dataset: this.name, wave: Math.ceil(this.prompts.length / 3) },
      publish: { ...settings, dataset: releaseName, raters: 'username' },
    };
  }
}

/** The field and questions of the campaign's dataset, with one question more than prank.yaml has. */
export async function makeDatasetParts(owner: ArgillaCalls, datasetId: string): Promise<void> {
  const at = `/datasets/${datasetId}`;
  const field = { name: 'prompt', title: 'Prompt', required: true, settings: { type: 'text', use_markdown: false } };
  ok(await owner.post(`${at}/fields`, field));
  const options = [1, 2, 3, 4, 5].map((value) => ({ value }));
  const quality = { name: 'quality', title: 'How good?', required: true, settings: { type: 'rating', options } };
  ok(await owner.post(`${at}/questions`, quality));
  const why = { name: 'why', title: 'Why?', required: false, settings: { type: 'text', use_markdown: false } };
  ok(await owner.post(`${at}/questions`, why));
}
