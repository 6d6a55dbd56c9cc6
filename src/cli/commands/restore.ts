import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { RestoreResult } from '../../campaign/restore.ts';
import type { Campaign } from '../../model.ts';
import type { Context } from '../context.ts';
import { renderHelpText } from './help-text.ts';
import { renderStep } from '../output/human/step.ts';
import type { RunCommand } from '../run-command.ts';

export function registerRestore(program: Command, run: RunCommand): void {
  program
    .command('restore')
    .description('brings raters, records and every answer back to a server that lost them, from backup and ratings log')
    .option('--dry-run', 'print the plan; change nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank restore --dry-run', 'what would come back?'],
          ['prank restore', 'bring it back; what is there already is kept'],
        ],
        exits: {
          5: 'nothing to restore from, or the server has answers of another campaign; nothing was changed',
          6: 'some records are not back, or the backup was not brought up to date; the rest is done',
        },
      }),
    )
    .action((flags: { dryRun?: boolean }, command: Command) =>
      run(command, async (context) => {
        const { restore } = await import('../../campaign/restore.ts');
        const { createBackupPorts } = await import('../wiring/backup.ts');
        const campaign = await context.loadCampaign();
        const options = { dryRun: flags.dryRun === true };
        const ports = {
          log: context.logPort(campaign),
          backup: createBackupPorts(context, campaign),
          now: () => new Date().toISOString(),
          newPassword: () => randomBytes(18).toString('base64url'),
          confirm: context.confirm,
        };
        const result = await context.withLock(campaign, 'restore', async () => {
          if (!options.dryRun) await readySpace(context, campaign);
          return context.withConnection(campaign, options, (connection) =>
            restore(campaign, { connection, ...ports }, options, context.emit),
          );
        });
        context.reporter.answer('restore', result, () => renderResult(result, options.dryRun));
      }),
    );
}

const spaceTimeoutMs = 30 * 60_000;

/** From a fresh clone the Space may be gone, or have a key that is nowhere any more. */
async function readySpace(context: Context, campaign: Campaign): Promise<void> {
  const { target, dir } = campaign;
  if (target.type !== 'space') return;
  const { findSpaceState, renewSpace } = await import('../../campaign/space/renew.ts');
  const { openSpace } = await import('../wiring/connect-target.ts');
  if ((await findSpaceState(() => openSpace(context, dir, target.space))) === 'open') return;
  const { createSpacePorts } = await import('../wiring/space.ts');
  const ports = await createSpacePorts(context, { ...campaign, target });
  const options = { dryRun: false, timeoutMs: spaceTimeoutMs };
  const { url } = await renewSpace({ ...campaign, target }, ports, options, context.emit);
  const { keepServerUrl } = await import('../wiring/server-address.ts');
  await keepServerUrl(context, dir, url);
}

function renderResult({ users, records, responses, steps }: RestoreResult, dryRun: boolean): string {
  const counts = `${users} raters, ${records} records and ${responses} answers`;
  if (dryRun) return [...steps.map((step) => renderStep(step)), `Would bring back ${counts}.`].join('\n');
  if (users + records + responses === 0) return 'Everything is there: nothing to bring back.';
  return `Brought back ${counts}. Raters sign in as before; passwords and API keys are new.`;
}
