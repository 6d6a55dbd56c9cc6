import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Connection } from '../argilla/connection.ts';
import type { PullPorts } from '../campaign/pull.ts';
import type { HubConnection } from '../hub/connection.ts';
import { listAddressSecrets } from '../lib/secrets/address.ts';
import { UsageError } from '../lib/errors.ts';
import { disarmCommands } from '../lib/text/ci-commands.ts';
import { withFileLock } from '../lib/files/file-lock.ts';
import { isPresent } from '../lib/files/read-text.ts';
import { redact } from '../lib/secrets/redact.ts';
import { pathArgument, prankCommand } from '../lib/text/shell-command.ts';
import type { Campaign, Emit, Prompt, ResponseEvent } from '../model.ts';
import { askYesNo } from './terminal/ask.ts';
import { campaignPaths } from '../folder/campaign-paths.ts';
import type { RetryLimits } from '../lib/retry.ts';
import type { Io } from './io.ts';
import type { Reporter } from './output/reporter.ts';

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

export interface HubNeed {
  /** Folder of the campaign, whose .env may hold HF_TOKEN. */
  dir: string;
  /** What a token from OIDC is asked for, such as `datasets/owner/name`; it is good for that alone. */
  resource: string;
  /** Reading public data works without a token. */
  anonymous?: boolean;
  /** A token that is not good keeps even public data from being seen: this leaves it out. */
  withoutToken?: boolean;
  retryLimits?: RetryLimits;
  onDate?: (dateMs: number) => void;
}

/** What a command may use. Everything heavy is loaded when it is first asked for. */
export interface Context {
  globals: GlobalOptions;
  reporter: Reporter;
  emit: Emit;
  version: string;
  signal: AbortSignal;
  io: Io;
  loadCampaign: () => Promise<Campaign>;
  /** Environment over .env of the campaign's folder. */
  readSetting: (dir: string, name: string) => Promise<string | undefined>;
  /** What must not appear in any output. */
  secrets: ReadonlySet<string>;
  /** Hides a value from every output. */
  addSecret: (value: string) => void;
  /** Text as the reporter would write it: without secrets, and no command to a CI runner. */
  redact: (text: string) => string;
  openHub: (need: HubNeed) => Promise<HubConnection>;
  /** Keeps values in .env (0600) and hides them from every output. */
  saveSettings: (dir: string, values: Record<string, string>) => Promise<void>;
  withLock: <T>(campaign: Campaign, command: string, work: () => Promise<T>) => Promise<T>;
  /** A dry run touches nothing, so it gets an empty server of its own where the embedded one was never started. */
  withConnection: <T>(
    campaign: Campaign,
    options: { dryRun: boolean },
    work: (connection: Connection) => Promise<T>,
  ) => Promise<T>;
  confirm: (question: string) => Promise<boolean>;
  readPrompts: (campaign: Campaign) => Promise<Prompt[]>;
  readLog: (campaign: Campaign) => Promise<ResponseEvent[]>;
  logPort: (campaign: Campaign) => PullPorts['log'];
  /** Made where there is none; kept in .env unless told otherwise. */
  pseudonymKey: (campaign: Campaign, options?: { keep: boolean }) => Promise<string>;
}

export function createContext({ globals, reporter, secrets, version, signal, io }: ContextOptions): Context {
  const warned = new Set<string>();
  const hide = (name: string, value: string): void => {
    if (name !== 'ARGILLA_API_URL') secrets.add(value);
    if (name === 'ARGILLA_API_URL' || value.includes('://')) {
      for (const secret of listAddressSecrets(value)) secrets.add(secret);
    }
  };
  const context: Context = {
    globals,
    reporter,
    emit: (event) => reporter.emit(event),
    version,
    signal,
    io,
    secrets,
    async loadCampaign() {
      const { loadCampaign } = await import('../config/load-campaign.ts');
      return loadCampaign(await locateConfig(io, globals.config));
    },
    async readSetting(dir, name) {
      const { readEnvFile } = await import('../folder/env-file.ts');
      const value = io.env[name] || (await readEnvFile(dir))[name] || undefined;
      if (value !== undefined) hide(name, value);
      return value;
    },
    addSecret: (value) => secrets.add(value),
    redact: (text) => disarmCommands(redact(text, secrets)),
    openHub: async (need) => (await import('./wiring/open-hub.ts')).openCampaignHub(context, need),
    async saveSettings(dir, values) {
      const { updateEnvFile } = await import('../folder/env-file.ts');
      for (const [name, value] of Object.entries(values)) hide(name, value);
      for (const text of await updateEnvFile(dir, values)) {
        if (!warned.has(text)) reporter.emit({ type: 'warning', text });
        warned.add(text);
      }
    },
    withLock: (campaign, command, work) =>
      withFileLock(
        campaignPaths.lock(campaign.dir),
        { pid: process.pid, host: hostname(), command, startedAt: new Date().toISOString() },
        work,
      ),
    async withConnection(campaign, options, work) {
      const { connectTarget } = await import('./wiring/connect-target.ts');
      return connectTarget(context, campaign, options, work);
    },
    confirm: async (question) => globals.yes === true || askYesNo(question, io),
    async readPrompts(campaign) {
      const { readPrompts } = await import('../build/prompts-file.ts');
      return readPrompts(campaignPaths.prompts(campaign.dir));
    },
    readLog: (campaign) => context.logPort(campaign).read(),
    logPort: (campaign) => createLogPort(campaignPaths.ratings(campaign.dir)),
    async pseudonymKey({ dir }, { keep } = { keep: true }) {
      const stored = await context.readSetting(dir, 'PRANK_PSEUDONYM_KEY');
      if (stored !== undefined) return stored;
      const { newPseudonymKey } = await import('../ratings/pseudonyms.ts');
      const made = newPseudonymKey(randomBytes);
      if (keep) await context.saveSettings(dir, { PRANK_PSEUDONYM_KEY: made });
      return made;
    },
  };
  return context;
}

function createLogPort(dir: string): PullPorts['log'] {
  return {
    read: async () => (await import('../ratings/ratings-log.ts')).readRatingsLog(dir),
    append: async (events) => (await import('../ratings/ratings-log.ts')).appendToRatingsLog(dir, events),
    readState: async () => (await import('../ratings/pull-state.ts')).readPullState(dir),
    writeState: async (state) => (await import('../ratings/pull-state.ts')).writePullState(dir, state),
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
