import { createHash } from 'node:crypto';
import { quoteYaml } from '../../lib/text/quote-yaml.ts';
import { listWritten, type NeededSecret, type ScheduledCampaign } from './needs.ts';
import {
  parseProgramChoice,
  type Program,
  type ProgramChoice,
  programFolder,
  renderInstallation,
  renderProgramChoice,
} from './program.ts';

/** Everything that a workflow file is made from. */
export interface WorkflowSettings {
  /** Name of the campaign. */
  campaign: string;
  /** Five fields, UTC. */
  cron: string;
  /** What the runs install. */
  program: Program;
  /** Folder of the campaign below the repository's root, with slashes; empty = the root. */
  folder: string;
  /** Name of the campaign's file in that folder; null = prank.yaml. */
  configName: string | null;
  secrets: readonly NeededSecret[];
  /** What the Hub must trust the workflow with; null = a token in the secrets. */
  trusted: ScheduledCampaign | null;
}

/** By commit: a tag can be moved to other code, and these steps run before our secrets are used. */
const actions = {
  checkout: { commit: '3d3c42e5aac5ba805825da76410c181273ba90b1', version: 'v7.0.1' },
  'setup-node': { commit: '820762786026740c76f36085b0efc47a31fe5020', version: 'v7.0.0' },
} as const;

const timeoutMinutes = 60;

/** Path of a campaign's workflow below the repository's root. Names of campaigns are letters, digits, `_` and `-`. */
export function workflowPath(campaign: string): string {
  return `.github/workflows/${workflowName(campaign)}`;
}

function workflowName(campaign: string): string {
  return `prank-${campaign}.yml`;
}

/** A workflow of GitHub Actions that runs `prank sync`. Its first line shows whether anybody has changed it since. */
export function renderWorkflow(settings: WorkflowSettings): string {
  const body = `${[...renderComments(settings), ...renderYaml(settings)].join('\n')}\n`;
  return `${firstLineStart}${sumOf(body)}. A change by hand is kept: then only --force writes over it.\n${body}`;
}

const firstLineStart = '# Made by prank schedule --on github, sum ';

/** Who wrote a workflow file, according to its first line. */
export type WorkflowOrigin = 'ours' | 'changed' | 'foreign';

/** Whether prank made the file, and nobody changed it since. Line endings don't count: git may have changed them. */
export function findOrigin(text: string): WorkflowOrigin {
  const [firstLine = '', ...rest] = toUnixLines(text).split('\n');
  if (!firstLine.startsWith(firstLineStart)) return 'foreign';
  const sum = firstLine.slice(firstLineStart.length, firstLineStart.length + sumDigits);
  return sum === sumOf(rest.join('\n')) ? 'ours' : 'changed';
}

/** The choices in a workflow of ours, for a later run that does not repeat them. */
export interface WorkflowChoices {
  cron: string | null;
  oidc: boolean;
  /** null = an older prank made it. */
  program: ProgramChoice | null;
  /** SHA-512 of the packed program that it installs, in hex digits; null = none. */
  sha512: string | null;
}

export function readChoices(text: string): WorkflowChoices {
  const from = new RegExp(`^${programStart}(\\S+)\\r?$`, 'mu').exec(text)?.[1];
  return {
    cron: /^ {4}- cron: "(.+)"\r?$/mu.exec(text)?.[1] ?? null,
    oidc: /^ {2}id-token: write\r?$/mu.test(text),
    program: from === undefined ? null : parseProgramChoice(from),
    sha512: /^ +echo '([0-9a-f]{128}) /mu.exec(text)?.[1] ?? null,
  };
}

const programStart = '# Program: ';

/**
 * Whether a workflow, or the command of a job, lets npx fetch prank by its name from the registry: whoever holds that
 * name there would get the secrets. Versions of prank up to 0.1.0 wrote such lines.
 */
export function fetchesByName(text: string): boolean {
  return /\bnpx\b[^\n]*\sprank(?:@|\s|$)/mu.test(text.replaceAll(/['"]/gu, ''));
}

/** Whether two files are the same apart from their line endings. */
export function isSameWorkflow(a: string, b: string): boolean {
  return toUnixLines(a) === toUnixLines(b);
}

function toUnixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

const sumDigits = 16;

function sumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, sumDigits);
}

function renderComments({ campaign, program, secrets, trusted }: WorkflowSettings): string[] {
  const names = secrets.map(({ name, what }) => `#   gh secret set ${name.padEnd(19)}  # ${what}`);
  return [
    `${programStart}${renderProgramChoice(program)}`,
    '#',
    `# Runs prank sync for the campaign ${campaign}. Needs these secrets of the repository; gh asks for each value:`,
    ...names,
    ...(trusted === null ? [] : renderTrust(trusted, campaign)),
    '#',
    '# GitHub takes the schedule from the default branch, and starts runs late or leaves some out when it has much to do:',
    '# each run does all that is due. In a public repository it switches the schedule off after 60 days without activity;',
    `# then:  gh workflow enable ${workflowName(campaign)}`,
  ];
}

function renderTrust(scheduled: ScheduledCampaign, campaign: string): string[] {
  const { space } = scheduled;
  const pages = [
    ...listWritten(scheduled).map(({ type, name }) => `${type}s/${name}/settings`),
    ...(space === null ? [] : [`spaces/${space}/settings  (needed only if the Space is private)`]),
  ];
  return [
    '#',
    '# There is no token of the Hub: each of these trusts this workflow. Add the name of this repository and of the file',
    `# ${workflowName(campaign)} under "Trusted publishers" on each page; what is not there yet, make once with a token of yours:`,
    ...pages.map((page) => `#   https://huggingface.co/${page}`),
  ];
}

function renderYaml(settings: WorkflowSettings): string[] {
  const { campaign, cron, folder, program, trusted } = settings;
  const inFolder = folder === '' ? [] : [`        working-directory: ${quoteText(folder)}`];
  return [
    `name: ${quoteYaml(`prank sync ${campaign}`)}`,
    '',
    'on:',
    '  schedule:',
    `    - cron: ${quoteYaml(cron)}`,
    '  workflow_dispatch:',
    '',
    'permissions:',
    '  contents: read',
    ...(trusted === null ? [] : ['  id-token: write']),
    '',
    'concurrency:',
    `  group: ${quoteYaml(`prank-${campaign}`)}`,
    '  cancel-in-progress: false',
    '',
    'jobs:',
    '  sync:',
    '    runs-on: ubuntu-24.04',
    `    timeout-minutes: ${timeoutMinutes}`,
    '    steps:',
    `      - uses: ${renderAction('checkout')}`,
    '        with:',
    '          persist-credentials: false',
    `      - uses: ${renderAction('setup-node')}`,
    '        with:',
    '          node-version: "22"',
    '          package-manager-cache: false',
    '      - name: Verify and install prank',
    '        run: |',
    // The identity of the job is as good as a token, and GitHub gives it to every step.
    ...(trusted === null ? [] : ['          unset ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL']),
    ...renderInstallation(program).map((line) => `          ${line}`),
    ...(program.from === 'vendored' ? inFolder : []),
    ...(program.from === 'git' ? ['        env:', `          PRANK_REPOSITORY: ${quoteText(program.url)}`] : []),
    '      - name: prank sync',
    `        run: ${renderCommand(settings)}`,
    ...inFolder,
    '        env:',
    ...renderEnvironment(settings).map(([name, value]) => `          ${name}: ${value}`),
  ];
}

function renderAction(name: keyof typeof actions): string {
  const { commit, version } = actions[name];
  return `actions/${name}@${commit} # ${version}`;
}

/** The file's name comes from the environment, so that a shell never reads it as code. */
function renderCommand({ configName }: WorkflowSettings): string {
  const config = configName === null ? '' : ' --config="./$PRANK_CONFIG"';
  return `node ${programFolder}/bin/prank${config} sync`;
}

function renderEnvironment({ secrets, trusted, configName }: WorkflowSettings): [string, string][] {
  return [
    ...(configName === null ? [] : [['PRANK_CONFIG', quoteText(configName)] as [string, string]]),
    // Makes prank use the job's identity. It then asks for access to each repository by itself.
    ...(trusted === null ? [] : [['HF_OIDC_RESOURCE', quoteYaml(`datasets/${trusted.backup}`)] as [string, string]]),
    ...secrets.map(({ name }): [string, string] => [name, `\${{ secrets.${name} }}`]),
  ];
}

/** A text that YAML and GitHub leave unchanged. */
function quoteText(text: string): string {
  return quoteYaml(escapeExpressions(text));
}

/** GitHub evaluates expressions in these, even in the name of a folder. */
function escapeExpressions(text: string): string {
  return text.replaceAll('${{', "${{ '${{' }}");
}
