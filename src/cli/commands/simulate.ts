import { type Command, InvalidArgumentError } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { Wave } from '../../model.ts';
import type { RunCommand } from '../run-command.ts';

interface SimulateFlags {
  prompts?: number;
  overlap?: number[];
  raters?: number;
  answersADay?: number;
  days?: number;
  answers?: number;
  wave?: Wave;
  atOnce?: number;
  careless?: number;
  assumed?: boolean;
  seed?: number;
  runs?: number;
  out?: string;
}

const help = renderHelpText({
  notes: `Everything has a default: what the campaign here has (its prompts, overlap, wave, and once people answered, its raters
and their pace), else 1000 prompts and raters as they usually are. Nothing is written or sent.`,
  examples: [
    ['prank simulate', 'what overlap for this campaign?'],
    [
      'prank simulate --prompts 10000 --raters 350 --at-once 50',
      'before there is a campaign; 50 rate at the same time',
    ],
    ['prank simulate --answers 15000', 'what if only so many answers come: waves, or all at once?'],
    ['prank simulate --overlap 1,3 --careless 0.2', 'what if every fifth rater just clicks?'],
  ],
});

export function registerSimulate(program: Command, run: RunCommand): void {
  program
    .command('simulate')
    .description('what to expect of a design before people give their time: which overlap, how many answers and days')
    .option('--prompts <n>', 'prompts (default: as built, else as prank.yaml asks for, else 1000)', parseNumber)
    .option('--overlap <list>', 'answers a prompt to compare (default: 1,2,3,4,5)', parseOverlaps)
    .option('--raters <n>', 'people who rate (default: those who answered, else 35 for 1000 prompts)', parseNumber)
    .option(
      '--answers-a-day <n>',
      'what all raters together answer a day (default: the pace so far, else 2 a rater)',
      parseAmount,
    )
    .option('--answers <n>', 'no more than so many answers come', parseNumber)
    .option('--days <n>', 'it ends after so many days', parseAmount)
    .option(
      '--wave <n>',
      'prompts that are live at a time, auto, or all (default: as in prank.yaml, else auto)',
      parseWave,
    )
    .option(
      '--at-once <n>',
      'raters at work at the same time (default: as the answers show, else a twentieth of them)',
      parseNumber,
    )
    .option('--careless <share>', 'share of raters who just click, from 0 to 1 (default: 0.05)', parseShare)
    .option('--assumed', 'take raters as they usually are, also where the campaign has answers')
    .option('--runs <n>', 'simulated campaigns to take the mean of (default: by size)', wholeNumber(1000))
    .option('--seed <n>', 'of what is drawn at random', parseSeed)
    .option('--out <file>', 'also write the table: .csv or .json')
    .addHelpText('after', help)
    .action((flags: SimulateFlags, command: Command) =>
      run(command, async (context) => {
        const { runSimulate } = await import('../run/simulate.ts');
        const { out = null, overlap: overlaps = null, ...options } = flags;
        await runSimulate(context, { ...options, overlaps }, out);
      }),
    );
}

const mostOverlap = 50;

const parseNumber = wholeNumber(1_000_000);

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}

function parseSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of at most 9 digits.');
}

function parseAmount(text: string): number {
  const value = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

function parseShare(text: string): number {
  const value = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && value <= 1) return value;
  throw new InvalidArgumentError('It must be a share from 0 to 1, such as 0.1.');
}

function parseWave(text: string): Wave {
  return text === 'all' || text === 'auto' ? text : parseNumber(text);
}

function parseOverlaps(text: string): number[] {
  const values = text.split(',').map((part) => part.trim());
  if (values.every((value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= mostOverlap)) {
    return values.map(Number);
  }
  throw new InvalidArgumentError(`It must be whole numbers from 1 to ${mostOverlap}, such as 1,2,3.`);
}
