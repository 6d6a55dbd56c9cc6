import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planWorkflow } from '../../../src/campaign/schedule/github.ts';
import type { Program } from '../../../src/campaign/schedule/program.ts';
import {
  fetchesByName,
  findOrigin,
  readChoices,
  renderWorkflow,
  type WorkflowSettings,
} from '../../../src/campaign/schedule/workflow.ts';
import { lintWorkflow } from '../../support/lint-workflow.ts';

const plain: WorkflowSettings = {
  campaign: 'prompt-ranking',
  cron: '17 */6 * * *',
  program: { from: 'vendored', file: 'prank-prompt-ranking.tgz', sha512: 'ab'.repeat(64) },
  folder: '',
  configName: null,
  secrets: [
    { name: 'HF_TOKEN', what: 'a token of the Hub that may write to my-org/backup' },
    { name: 'ARGILLA_API_KEY', what: "the owner's key, as in .env" },
  ],
  trusted: null,
};

const trusted = {
  backup: 'my-org/backup',
  dataset: 'my-org/ranked',
  space: 'my-org/rating',
  dashboard: 'my-org/board',
};
const fromGit: Program = { from: 'git', url: 'https://example.org/it%27s/prank.git', commit: 'c0'.repeat(20) };
const fromNpm: Program = { from: 'npm', name: 'prank', version: '1.2.3', sha512: 'cd'.repeat(64) };
const cases: [string, WorkflowSettings][] = [
  ['plain', plain],
  ['from-git', { ...plain, program: fromGit }],
  ['from-npm', { ...plain, program: fromNpm }],
  ['trusted', { ...plain, secrets: plain.secrets.slice(1), trusted }],
  ['hostile-folder', { ...plain, folder: `it's "a" \${{ secrets.HF_TOKEN }} #\n- x: $(id)`, configName: '`id`.yaml' }],
];

describe('renderWorkflow', () => {
  it.each(cases)('%s is as reviewed, and actionlint finds nothing', async (name, settings) => {
    const text = renderWorkflow(settings);
    await expect(text).toMatchFileSnapshot(`workflows/${name}.yml.txt`);
    expect(await lintWorkflow(text)).toEqual([]);
  });

  it('actionlint would find a fault', async () => {
    const text = renderWorkflow(plain);
    expect(await lintWorkflow(text.replace('17 */6', '99 */6'))).toHaveLength(1);
    expect(await lintWorkflow(text.replace('secrets.HF_TOKEN', 'secret.HF_TOKEN'))).toHaveLength(1);
    expect(await lintWorkflow(text.replace('contents: read', 'contents: all'))).toHaveLength(1);
    expect(await lintWorkflow(text.replace('cancel-in-progress', 'cancel-in-progres'))).toHaveLength(1);
  });

  it('pins every action by commit, and gives secrets to only one step', () => {
    const { jobs, permissions } = parse(renderWorkflow(plain));
    const [checkout, node, install, sync] = jobs.sync.steps;
    for (const { uses } of [checkout, node]) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/u);
    for (const { env } of [checkout, node, install]) expect(env).toBeUndefined();
    expect(sync.env).toEqual({
      HF_TOKEN: '${{ secrets.HF_TOKEN }}',
      ARGILLA_API_KEY: '${{ secrets.ARGILLA_API_KEY }}',
    });
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('no folder name becomes YAML, an expression or a command', async () => {
    const signs = fc.constantFrom(...'$${{}}\'"`\\#:- \n\r\t&*!|>%@\u202e\u0085é'.split(''), 'secrets.X');
    const names = fc.string({ unit: signs, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(names, names, async (folder, configName) => {
        const text = renderWorkflow({ ...plain, folder, configName });
        const [, , install, step] = parse(text).jobs.sync.steps;
        expect(evaluate(install['working-directory'])).toBe(folder);
        expect(evaluate(step['working-directory'])).toBe(folder);
        expect(evaluate(step.env.PRANK_CONFIG)).toBe(configName);
        expect(step.run).toBe('node "${RUNNER_TEMP:-/tmp}/prank-program"/bin/prank --config="./$PRANK_CONFIG" sync');
        expect(await lintWorkflow(text)).toEqual([]);
        expect(findOrigin(text)).toBe('ours');
      }),
    );
  });
});

/** Evaluates text with expressions like GitHub. Only one expression is allowed. */
function evaluate(text: string): string {
  return text.replaceAll(/\$\{\{ '(\$\{\{)' \}\}|\$\{\{/gu, (_, escaped: string | undefined) => escaped ?? 'EVALUATED');
}

describe('a workflow on disk', () => {
  const text = renderWorkflow(plain);
  const windows = text.replaceAll('\n', '\r\n');
  const changed = text.replace('timeout-minutes: 60', 'timeout-minutes: 90');
  const later = renderWorkflow({ ...plain, program: fromNpm });
  const hourly = renderWorkflow({ ...plain, cron: '17 * * * *' });
  const foreign = 'on: push\njobs: {}\n';

  it.each<[string, string | null, string | null, boolean, string, string]>([
    ['is made', text, null, false, 'create', 'runs prank sync at 17 */6 * * * (UTC)'],
    ['is kept', text, text, false, 'keep', 'is as it should be'],
    ['is kept with the line ends of Windows', text, windows, false, 'keep', 'is as it should be'],
    ['follows the version', later, text, false, 'update', 'prank.yaml, an option or prank itself has changed since'],
    ['follows the schedule', hourly, windows, false, 'update', 'runs at 17 * * * *, not 17 */6 * * *'],
    ['is left as somebody changed it', text, changed, false, 'refuse', 'was changed by hand'],
    ['is written over by force', text, changed, true, 'update', 'was changed by hand'],
    ['of somebody else is left', text, foreign, false, 'refuse', 'is not from prank schedule'],
    ['of somebody else is written over by force', text, foreign, true, 'update', 'is not from prank schedule'],
    ['is removed', null, later, false, 'delete', 'no more runs'],
    ['is not removed when somebody changed it', null, changed, false, 'refuse', 'was changed by hand'],
    ['is removed by force', null, changed, true, 'delete', 'no more runs'],
    ['that is not there needs no removal', null, null, false, 'keep', 'is not there'],
  ])('%s', (_, wanted, found, force, action, why) => {
    expect(planWorkflow('p.yml', wanted, found, { force })).toEqual({ action, target: 'workflow p.yml', why });
  });

  it('says what was chosen', () => {
    const chosen = { cron: '17 */6 * * *', oidc: false, program: { from: 'vendored' }, sha512: 'ab'.repeat(64) };
    expect(readChoices(windows)).toEqual(chosen);
    expect(readChoices(renderWorkflow({ ...plain, trusted }))).toEqual({ ...chosen, oidc: true });
    expect(readChoices(renderWorkflow({ ...plain, program: fromGit }))).toEqual({
      ...chosen,
      program: fromGit,
      sha512: null,
    });
    const sha512 = 'cd'.repeat(64);
    expect(readChoices(renderWorkflow({ ...plain, program: fromNpm }))).toMatchObject({
      program: { from: 'npm' },
      sha512,
    });
    expect(readChoices('')).toEqual({ cron: null, oidc: false, program: null, sha512: null });
  });
});

describe('fetchesByName', () => {
  it.each([
    ['        run: npx --yes prank@0.1.0 sync', true],
    ["exec npx --yes 'prank@0.1.0' sync", true],
    ['npx prank sync', true],
    ['npx -y "prank" -c x.yaml sync', true],
    ['npx --no-install prank-other sync', false],
    ['node prank sync', false],
    ['npm ci', false],
  ])('%s: %s', (line, expected) => {
    expect(fetchesByName(`a\n${line}\nb`)).toBe(expected);
  });

  it.each(cases)('no current workflow does: %s', (_, settings) => {
    expect(fetchesByName(renderWorkflow(settings))).toBe(false);
  });
});
