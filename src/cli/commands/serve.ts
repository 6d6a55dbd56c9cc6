import { type Command, InvalidArgumentError } from 'commander';
import { defaultPort } from '../../campaign/serve/local-url.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';
import type { InvitationEnd, ServeFlags } from '../run/serve.ts';

export function registerServe(program: Command, run: RunCommand): void {
  program
    .command('serve')
    .description('the embedded Argilla-compatible server and its rating page, until Ctrl-C')
    .option('--port <n>', 'port; 0 takes a free one', parsePort, defaultPort)
    .option('--host <address>', 'address to listen on; only this machine unless said', '127.0.0.1')
    .option('--db <file>', 'database (default: .prank/local.db of the campaign)')
    .option('--rater <name>', 'make a rater account and print its password; may be repeated', collect, [])
    .option('--new-password <name>', 'give a rater a new password and print it; may be repeated', collect, [])
    .option('--invite', 'print a link and a QR code by which people join')
    .option('--invite-limit <n>', 'how many people may join by the link', parseLimit)
    .option('--invite-until <time>', 'when the link ends: 30m, 2h, 7d, or a time such as 2030-01-31T18:00', parseEnd)
    .option('--https', 'encrypt, with a certificate of its own unless --cert and --key are given')
    .option('--cert <file>', 'certificate for HTTPS, in PEM format')
    .option('--key <file>', 'its private key, in PEM format')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank serve --rater ada --rater grace', 'with accounts for two people; each password is printed once'],
          ['prank serve --host 0.0.0.0 --https --invite', 'let everybody in the room join by a link'],
          ['prank serve --invite --invite-limit 30 --invite-until 2h', '30 people at most, within two hours'],
          ['prank serve --port 7000', 'at another port'],
        ],
        notes:
          'While the server runs, the same command with --rater, --new-password or --invite in another terminal adds to it.\n' +
          'A link works while the server runs with --invite. It stays the same until you close the door on the page /organizer.',
      }),
    )
    .action((flags: ServeFlags, command: Command) =>
      run(command, async (context) => {
        const { serve } = await import('../run/serve.ts');
        await serve(context, flags);
      }),
    );
}

function collect(name: string, names: string[]): string[] {
  return [...names, name];
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 999999.');
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function parseEnd(text: string): InvitationEnd {
  const [, number, unit = ''] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? [];
  if (number !== undefined) return { afterMs: Number(number) * (unitMs[unit] ?? 0) };
  // Without a zone, a date with a time is local time, and a date alone would be UTC.
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
  if (isTime) return { atMs: Date.parse(text) };
  throw new InvalidArgumentError('It must be a time like 2030-01-31T18:00, or a duration like 30m, 2h or 7d.');
}
