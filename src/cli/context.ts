import { basename, dirname, resolve } from 'node:path';
import type { CampaignFolder, OpenCampaign, OpenOptions } from '../campaign/open/types.ts';
import { UsageError } from '../lib/errors.ts';
import { isPresent } from '../lib/files/read-text.ts';
import { redact } from '../lib/secrets/redact.ts';
import { disarmCommands } from '../lib/text/ci-commands.ts';
import { pathArgument, prankCommand } from '../lib/text/shell-command.ts';
import type { Emit } from '../model.ts';
import type { Io } from './io.ts';
import type { Reporter } from './output/reporter.ts';
import { askYesNo } from './terminal/ask.ts';

export interface GlobalOptions {
  config?: string;
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  color?: boolean;
  yes?: boolean;
}

export interface ContextOptions {
  globals: GlobalOptions;
  reporter: Reporter;
  secrets: Set<string>;
  version: string;
  signal: AbortSignal;
  io: Io;
}

/** What a command may use. Everything heavy is loaded on first use. */
export interface Context {
  globals: GlobalOptions;
  reporter: Reporter;
  emit: Emit;
  version: string;
  signal: AbortSignal;
  io: Io;
  /** What must not appear in any output. */
  secrets: ReadonlySet<string>;
  /** Text as the reporter would write it: without secrets, and without commands to a CI runner. */
  redact: (text: string) => string;
  /**
   * Opens the campaign that `--config` names, or the one of this folder or a folder above. `emit` receives its
   * warnings.
   */
  openCampaign: (options?: { emit?: Emit }) => Promise<OpenCampaign>;
  /** Opens that campaign's folder, whether or not its prank.yaml can be read; this folder if there is no campaign. */
  openFolder: () => Promise<CampaignFolder>;
  /** How this command line opens a campaign. */
  openOptions: OpenOptions;
}

export function createContext({ globals, reporter, secrets, version, signal, io }: ContextOptions): Context {
  const emit: Emit = (event) => reporter.emit(event);
  const openOptions: OpenOptions = {
    env: io.env,
    confirm: async (question) => globals.yes === true || reporter.whileAsking(question, (shown) => askYesNo(shown, io)),
    signal,
    emit,
    onSecret: (secret) => void secrets.add(secret),
  };
  return {
    globals,
    reporter,
    emit,
    version,
    signal,
    io,
    secrets,
    redact: (text) => disarmCommands(redact(text, secrets)),
    async openCampaign(options = {}) {
      const path = await locateConfig(io, globals.config);
      const { openCampaign } = await import('../campaign/open.ts');
      return openCampaign(dirname(path), { ...openOptions, ...options, config: basename(path) });
    },
    async openFolder() {
      const path = await locateConfig(io, globals.config).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        return resolve(io.cwd, globals.config ?? 'prank.yaml');
      });
      const { openFolder } = await import('../campaign/open.ts');
      return openFolder(dirname(path), { ...openOptions, config: basename(path) });
    },
    openOptions,
  };
}

async function locateConfig({ cwd }: Io, named: string | undefined): Promise<string> {
  if (named === undefined) return (await import('../config/find-config.ts')).findConfig(cwd);
  const path = resolve(cwd, named);
  if (await isPresent(path)) return path;
  throw new UsageError('config_missing', `There is no ${path}.`, {
    hint: prankCommand('init', ...(dirname(named) === '.' ? [] : [pathArgument(dirname(named))])),
  });
}
