import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { RunCommand } from '../run-command.ts';
import { campaignPaths, type Context } from '../context.ts';

interface ServeFlags {
  port: number;
  host: string;
  db?: string;
  rater: string[];
}

const defaultPort = 6900;

/** Where `prank serve` answers unless told otherwise. */
export const localUrl = `http://127.0.0.1:${defaultPort}`;

export function registerServe(program: Command, run: RunCommand): void {
  program
    .command('serve')
    .description('the embedded Argilla-compatible server and its rating page, until Ctrl-C')
    .option('--port <n>', 'port; 0 takes a free one', parsePort, defaultPort)
    .option('--host <address>', 'address to listen on; only this machine unless said', '127.0.0.1')
    .option('--db <file>', "database (default: .prank/local.db of the campaign)")
    .option('--rater <name>', 'make a rater account; may be repeated', (name: string, names: string[]) => [...names, name], [])
    .action((flags: ServeFlags, command: Command) => run(command, (context) => serve(context, flags)));
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}

async function serve(context: Context, flags: ServeFlags): Promise<void> {
  const { startLocalServer } = await import('../../local/start-server.ts');
  const { announceServing, withdrawServing } = await import('../../local/serving-file.ts');
  const { ownerKey, ownerName } = await import('../connect-target.ts');
  const { addRaters } = await import('../add-raters.ts');
  const dir = await findDir(context, flags.db);
  const db = flags.db === undefined ? campaignPaths.localDatabase(dir) : resolve(flags.db);
  const apiKey = await ownerKey(context, dir);
  const server = await startLocalServer({ db, host: flags.host, port: flags.port, owner: { username: ownerName, apiKey } });
  try {
    await announceServing(db, { url: server.url, pid: process.pid });
    await addRaters(context, dir, db, flags.rater);
    if (!isLoopback(flags.host)) {
      context.emit({ type: 'warning', text: `The server listens on ${flags.host} without encryption: put a proxy with HTTPS before it, or keep to a network that you trust.` });
    }
    context.reporter.answer('serve', { url: server.url }, () => `Serving ${server.url}\nThe owner's key is ARGILLA_API_KEY in .env. Stop with Ctrl-C.`);
    await untilAborted(context.signal);
  } finally {
    await withdrawServing(db);
    await server.close();
  }
}

/** The campaign's folder; with --db a campaign is not needed, and .env is that of the folder we are in. */
async function findDir(context: Context, db: string | undefined): Promise<string> {
  if (db === undefined) return (await context.loadCampaign()).dir;
  return context.loadCampaign().then(
    ({ dir }) => dir,
    () => process.cwd(),
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => {
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
