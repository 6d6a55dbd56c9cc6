import type { Connection } from '../argilla/connection.ts';
import type { Campaign, Emit } from '../model.ts';
import { build, type BuildPorts } from './build.ts';
import { deploy } from './deploy.ts';
import { locateDataset } from './server/locate-dataset.ts';
import { publish } from './publish.ts';
import type { PublishPorts, PublishResult } from './publish/types.ts';
import { pull, type PullPorts, type PullResult } from './pull.ts';
import { push } from './push.ts';
import { createSimulatedRaters, rateUntilDone, type RaterCrew, type SimulatedRater } from './demo/simulated-raters.ts';

export interface DemoPorts {
  build: BuildPorts;
  connection: Connection;
  connect: RaterCrew['connect'];
  newPassword: RaterCrew['newPassword'];
  log: PullPorts['log'];
  now: PullPorts['now'];
  publish: PublishPorts;
}

export interface DemoOptions {
  raters: number;
  /** Where the release goes. */
  dir: string;
}

export interface DemoResult {
  prompts: number;
  raters: number;
  answers: PullResult;
  release: PublishResult;
}

/** A whole campaign with simulated raters, made of the very verbs that the commands run. A second run goes on from the first. */
export async function demo(
  campaign: Campaign,
  ports: DemoPorts,
  { raters: count, dir }: DemoOptions,
  emit: Emit,
): Promise<DemoResult> {
  const say = (text: string): void => emit({ type: 'info', text });
  const { connection } = ports;
  const built = await build(campaign, ports.build, { mode: 'build', update: false }, emit);
  const prompts = built.type === 'built' ? built.outcome.prompts : 0;
  say(`build: ${prompts} prompts from ${campaign.sources.length} sources`);

  await deploy(campaign, { connection, confirm: async () => false }, { dryRun: false }, () => {});
  const { workspace, dataset } = await locateDataset(connection, campaign.task, {
    known: null,
    acceptNew: true,
  });
  say(`deploy: dataset ${campaign.task.dataset} on the embedded server`);

  const crew = { owner: connection, workspaceId: workspace.id, connect: ports.connect, newPassword: ports.newPassword };
  const raters = await createSimulatedRaters(crew, { count, seed: campaign.seed });
  await runWaves(campaign, ports, { raters, datasetId: dataset.id }, emit);

  const answers = await pull(campaign, ports, { dryRun: false, full: false, newDataset: false }, emit);
  say(`pull: ${answers.total} answers of ${answers.raters} raters in the ratings log`);
  const release = await publish(campaign, ports.publish, { dryRun: false, dir, upload: false }, emit);
  say(`publish: ${release.rows} ranked prompts`);
  return { prompts, raters: raters.length, answers, release };
}

/** Wave after wave comes in and is answered, until nothing is left to bring. */
async function runWaves(
  campaign: Campaign,
  ports: DemoPorts,
  { raters, datasetId }: { raters: SimulatedRater[]; datasetId: string },
  emit: Emit,
): Promise<void> {
  const pushPorts = {
    connection: ports.connection,
    readPrompts: ports.publish.readPrompts,
    log: ports.log,
    confirm: async () => false,
  };
  const work = { datasetId, question: campaign.task.question, seed: campaign.seed };
  for (let wave = 1; ; wave += 1) {
    const { added, live, waiting } = await push(campaign, pushPorts, { dryRun: false, prune: false }, emit);
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
