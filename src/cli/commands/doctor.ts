import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

interface DoctorFlags {
  rater?: string;
  repair?: boolean;
  dryRun?: boolean;
}

export function registerDoctor(program: Command, run: RunCommand): void {
  program
    .command('doctor')
    .description('says why raters see nothing, why a token fails, what may be lost, and what mends it; changes nothing')
    .option('--rater <name>', 'look at one person, too')
    .option(
      '--repair',
      'mend what is safe: members, search index, a Space that is down, rights of .env, what killed runs left',
    )
    .option('--dry-run', 'with --repair: say what would be mended; change nothing')
    .addHelpText(
      'after',
      renderHelpText({
        notes: `--repair lets in raters who answered in this campaign and raters who see no dataset at all, never an owner or admin; look
with --dry-run first where somebody was taken out on purpose. It restarts a Space only where its data outlives that.`,
        examples: [
          ['prank doctor', 'is everything as it should be?'],
          ['prank doctor --rater ada', 'why does ada see nothing?'],
          ['prank doctor --repair --dry-run', 'what would be mended?'],
        ],
        exits: {
          0: 'nothing found',
          5: 'answers are at stake',
          6: 'other findings; --json tells all checks either way',
        },
      }),
    )
    .action((flags: DoctorFlags, command: Command) =>
      run(command, async (context) => {
        const { runDoctor } = await import('../run/doctor.ts');
        const { rater = null, repair = false, dryRun = false } = flags;
        await runDoctor(context, { rater, repair: repair || dryRun, dryRun });
      }),
    );
}
