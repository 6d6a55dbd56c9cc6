import { basename, join } from 'node:path';
import type { Connection } from '../argilla/connection.ts';
import { isSimulated, markSimulated } from '../folder/is-simulated.ts';
import { UsageError } from '../lib/errors.ts';
import { isEmptyFolder } from '../lib/files/read-text.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import type { Emit } from '../model.ts';
import { build } from './build.ts';
import { createSimulatedRaters, rateUntilDone, type RaterCrew, type SimulatedRater } from './demo/simulated-raters.ts';
import { deployDataset } from './deploy/dataset.ts';
import { init } from './init.ts';
import { nameAfterFolder } from './init/name.ts';
import { openArgilla } from './open/argilla.ts';
import type { OpenCampaign, OpenOptions } from './open/types.ts';
import { openCampaign } from './open.ts';
import type { PublishResult } from './publish/types.ts';
import { publish } from './publish.ts';
import { pull, type PullResult } from './pull.ts';
import { push } from './push.ts';
import { locateDataset } from './server/locate-dataset.ts';

export interface DemoOptions extends Omit<OpenOptions, 'config'> {
  /** Simulated raters; 12 unless given. */
  raters?: number;
}

export interface DemoResult {
  prompts: number;
  raters: number;
  answers: PullResult;
  release: PublishResult;
}

/**
 * Runs a whole campaign with simulated raters in `dir`, by the same verbs that people use. A second run continues the
 * first. Throws UsageError `dir_not_empty` if the folder is neither empty nor from a demo.
 */
export async function demo(dir: string, options: DemoOptions = {}, emit: Emit = () => {}): Promise<DemoResult> {
  const { raters = 12, ...open } = options;
  await claimFolder(dir);
  emit({ type: 'info', text: `A demo campaign in ${dir}: every answer in it is simulated.` });
  await init({ dir, name: nameAfterFolder(basename(dir)) ?? undefined, target: 'local' });
  const campaign = await openCampaign(dir, { emit, ...open });
  return campaign.withLock('demo', () =>
    campaign.withConnection({ dryRun: false }, (connection) => runDemo(campaign, connection, raters, emit)),
  );
}

async function runDemo(campaign: OpenCampaign, connection: Connection, count: number, emit: Emit): Promise<DemoResult> {
  const say = (text: string): void => emit({ type: 'info', text });
  const built = await build(campaign, {}, emit);
  const prompts = built.type === 'built' ? built.outcome.prompts : 0;
  say(`build: ${prompts} prompts from ${campaign.sources.length} sources`);

  await deployDataset(campaign, connection, { dryRun: false }, () => {});
  const located = await locateDataset(connection, campaign.task, { known: null, acceptNew: true }, emit);
  say(`deploy: dataset ${campaign.task.dataset} on the embedded server`);

  const crew: RaterCrew = {
    owner: connection,
    workspaceId: located.workspace.id,
    connect: (apiKey) => openArgilla(campaign, { url: connection.url, apiKey }),
    newPassword: () => campaign.random(18).toString('base64url'),
  };
  const raters = await createSimulatedRaters(crew, { count, seed: campaign.seed });
  await runWaves(campaign, { raters, datasetId: located.dataset.id }, emit);

  const answers = await pull(campaign, {}, emit);
  say(`pull: ${answers.total} answers of ${answers.raters} raters in the ratings log`);
  const release = await publish(campaign, { dir: join(campaign.dir, 'release'), upload: false }, emit);
  say(`publish: ${release.rows} ranked prompts`);
  return { prompts, raters: raters.length, answers, release };
}

/** Takes only a folder that is new, empty or from a demo, so that no real campaign gets simulated answers. */
async function claimFolder(path: string): Promise<void> {
  if (!(await isSimulated(path)) && !(await isEmptyFolder(path))) {
    throw new UsageError('dir_not_empty', `${path} is not empty, and no demo made it.`, {
      hint: prankCommand('demo', 'ANOTHER-FOLDER'),
    });
  }
  await markSimulated(path);
}

/** Pushes wave after wave and has it answered, until no prompt is left. */
async function runWaves(
  campaign: OpenCampaign,
  { raters, datasetId }: { raters: SimulatedRater[]; datasetId: string },
  emit: Emit,
): Promise<void> {
  const work = { datasetId, question: campaign.task.question, seed: campaign.seed };
  for (let wave = 1; ; wave += 1) {
    const { added, live, waiting } = await push(campaign, {}, emit);
    let done = 0;
    const total = live * campaign.task.overlap;
    const onAnswer = (): void =>
      emit({ type: 'progress', task: 'simulated raters answering', done: (done += 1), total });
    const given = await rateUntilDone(raters, work, onAnswer);
    if (added + given > 0)
      emit({
        type: 'info',
        text: `wave ${wave}: ${added} prompts pushed, ${given} answers given by ${raters.length} simulated raters`,
      });
    if (waiting === 0 || added + given === 0) return;
  }
}
