import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { openConnection } from '../../argilla/connection.ts';
import { nameAfterFolder } from '../../campaign/init/name.ts';
import { demo, type DemoPorts } from '../../campaign/demo.ts';
import { init } from '../../campaign/init.ts';
import { loadCampaign } from '../../config/load-campaign.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { nullIfMissing } from '../../lib/files/missing-file.ts';
import type { Campaign } from '../../model.ts';
import { createBuildPorts } from '../wiring/build.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import type { Context } from '../context.ts';
import { createInitPorts } from './init-options.ts';
import { isSimulated } from '../../folder/is-simulated.ts';
import { createPublishPorts } from '../wiring/publish.ts';
import { renderDemo } from '../output/human/demo.ts';

const raters = 12;

/** Makes the quickstart campaign in `dir`, runs it with simulated raters, and says what to try next. */
export async function runDemo(context: Context, dir: string): Promise<void> {
  const path = resolve(context.io.cwd, dir);
  await claimFolder(path);
  context.emit({ type: 'info', text: `A demo campaign in ${path}: every answer in it is simulated.` });
  const name = nameAfterFolder(basename(path)) ?? undefined;
  await init({ dir: path, preset: 'quickstart', name, target: 'local', force: false }, createInitPorts(), () => {});
  const campaign = await loadCampaign(join(path, 'prank.yaml'));
  const release = join(path, 'release');
  const result = await context.withLock(campaign, 'demo', () =>
    context.withConnection(campaign, { dryRun: false }, (connection) => {
      const ports = createPorts(context, campaign, connection);
      return demo(campaign, ports, { raters, dir: release }, context.emit);
    }),
  );
  const data = {
    dir: path,
    rows: result.release.rows,
    release,
    prompts: result.prompts,
    raters: result.raters,
    answers: result.answers.total,
  };
  context.reporter.answer('demo', data, () => renderDemo(result, relative(context.io.cwd, path) || '.'));
}

/** A folder is taken when it is new, empty, or a demo's already: nobody's own campaign gets simulated answers. */
async function claimFolder(path: string): Promise<void> {
  const files = (await readdir(path).catch(nullIfMissing)) ?? [];
  if (!(await isSimulated(path)) && files.length > 0) {
    throw new UsageError('dir_not_empty', `${path} is not empty, and no demo made it.`, {
      hint: prankCommand('demo', 'ANOTHER-FOLDER'),
    });
  }
  await writeFileWhole(campaignPaths.simulated(path), 'The answers of this campaign come from simulated raters.\n');
}

function createPorts(context: Context, campaign: Campaign, connection: DemoPorts['connection']): DemoPorts {
  const { version, signal } = context;
  return {
    build: createBuildPorts(context, campaign),
    connection,
    connect: (apiKey) => openConnection({ url: connection.url, apiKey, userAgent: `prank/${version} demo`, signal }),
    newPassword: () => randomBytes(18).toString('base64url'),
    log: context.logPort(campaign),
    now: () => new Date().toISOString(),
    publish: createPublishPorts(context, campaign, { dryRun: false }),
  };
}
