import { init, type InitResult, type InitTarget } from '../../campaign/init.ts';
import { prankCommand, prankCommandIn } from '../../lib/text/shell-command.ts';
import type { Context } from '../context.ts';
import { renderStep } from '../output/human/step.ts';
import { type InitFlags, resolveInitOptions } from './init-options.ts';

/** Creates a campaign, or shows what would be written. */
export async function runInit(context: Context, dir: string, flags: InitFlags): Promise<void> {
  const dryRun = flags.dryRun === true;
  const options = await resolveInitOptions(dir, flags, context);
  const result = await init({ ...options, dryRun }, context.emit);
  const { name, target, files, steps } = result;
  const data = dryRun ? { files: [], steps, name, target } : { files, name, target };
  context.reporter.answer('init', data, () =>
    dryRun ? steps.map((step) => renderStep(step)).join('\n') : renderResult(result, dir, options.dir),
  );
}

/** What was created, and what to do next. `dir` = the folder as typed, `path` = its absolute path. */
function renderResult({ files, name, target }: InitResult, dir: string, path: string): string {
  const build = dir === '.' ? prankCommand('build') : prankCommandIn(dir, 'build');
  const { place, others } = describeTarget(target);
  return [
    `Campaign ${name}: ${files.length} files in ${path}.`,
    `Raters answer ${place}.`,
    `To change that, edit \`argilla\` in prank.yaml, or run ${prankCommand('init')} again with --force and ${others}.`,
    `Next: look at prank.yaml, then ${build}`,
  ].join('\n');
}

/** Where raters answer, and the options of `init` for other places. */
function describeTarget(target: InitTarget): { place: string; others: string } {
  switch (target.type) {
    case 'local':
      return { place: 'on this machine (argilla: {local: true})', others: '--space or --url' };
    case 'url':
      return { place: `on the server at ${target.url} (argilla: {url: …})`, others: '--space or --local' };
    case 'space':
      return {
        place: `on the Space ${target.space} (argilla: {space: …}), which ${prankCommand('deploy')} creates`,
        others: '--url or --local',
      };
  }
}
