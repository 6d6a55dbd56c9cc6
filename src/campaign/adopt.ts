import type { Emit, Question, Step, Target } from '../model.ts';
import { answersOf } from '../ratings/current-view.ts';
import type { FoundCampaign } from './adopt/found.ts';
import { type DatasetOptions, readDataset, readReleaseFolder, type ReleaseOptions } from './adopt/from-hub.ts';
import { readServer, type ServerOptions } from './adopt/from-server.ts';
import { planCampaign, writeCampaign } from './adopt/write-campaign.ts';
import { build } from './build.ts';
import type { InitTarget } from './init.ts';
import { openCampaign } from './open.ts';
import type { CampaignFolder } from './open/types.ts';

/** What to adopt: a dataset of an Argilla server, a dataset on the Hub, or a release in a folder. */
export type AdoptOptions = (ServerOptions | DatasetOptions | ReleaseOptions) & {
  /** Name of the campaign; that of its folder unless given. */
  name?: string | undefined;
  /** Only read and plan; write nothing. */
  dryRun?: boolean;
};

export interface AdoptResult {
  /** Absolute path of the campaign's folder. */
  dir: string;
  name: string;
  target: InitTarget;
  question: Question;
  prompts: number;
  /** Answers in the ratings log; in a dry run, those that were found. */
  answers: number;
  raters: number;
  /** What is not as it was found, in sentences. */
  notes: string[];
  steps: Step[];
}

/**
 * Makes a campaign in `folder` from what exists elsewhere: sources, prank.yaml, guidelines and prompts, and a ratings log
 * with all answers. Changes nothing there. A second run finds its own files and does the rest. Throws UsageError
 * `files_exist` if the folder has others.
 */
export async function adopt(
  folder: CampaignFolder,
  options: AdoptOptions,
  emit: Emit = folder.emit,
): Promise<AdoptResult> {
  const { dryRun = false, name: wanted } = options;
  const found = await readFound(folder, options, emit);
  const plan = await planCampaign(folder.dir, found, wanted);
  const { dir } = folder;
  const {
    campaign: { name, target, task },
    prompts,
    steps,
  } = plan;
  const result: AdoptResult = {
    dir,
    name,
    target: toPlace(target),
    question: task.question,
    prompts,
    answers: found.answers,
    raters: found.raters,
    notes: [...found.notes, ...plan.notes],
    steps,
  };
  if (dryRun) return result;
  await writeCampaign(dir, plan);
  for (const step of steps) emit({ type: 'step', step });
  const campaign = await openCampaign(dir, folder);
  await campaign.withLock('adopt', async () => {
    await build(campaign, {}, emit);
    await found.addAnswers(campaign, emit);
  });
  const held = answersOf(await campaign.log.read({ earlier: true }));
  return { ...result, answers: held.length, raters: new Set(held.map(({ raterId }) => raterId)).size };
}

function toPlace(target: Target): InitTarget {
  if (target.type === 'space') return { type: 'space', space: target.space };
  return target;
}

async function readFound(folder: CampaignFolder, options: AdoptOptions, emit: Emit): Promise<FoundCampaign> {
  switch (options.from) {
    case 'server':
      return readServer(folder, options, emit);
    case 'hub':
      return readDataset(folder, options, emit);
    case 'release':
      return readReleaseFolder(options);
  }
}
