import { build, type BuildMode } from '../../campaign/build.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Context } from '../context.ts';
import { renderBuildExamples, renderOutcome, renderPreview } from '../output/human/build.ts';
import { toBuildData } from '../output/json/build.ts';

/** Builds the prompts, or shows what a build would do. */
export async function runBuild(context: Context, options: { mode: BuildMode; update: boolean }): Promise<void> {
  const result = await build(await context.openCampaign(), options, context.emit);
  context.reporter.answer('build', toBuildData(result), () => {
    switch (result.type) {
      case 'planned':
        return renderPreview(result.preview);
      case 'explained':
        return renderBuildExamples(result.explanation, result.outcome);
      case 'built': {
        const next =
          options.mode === 'check'
            ? 'The lock holds: the same files give the same prompts.'
            : `Next: ${prankCommand('deploy')}`;
        return `${renderOutcome(result.outcome)}\n${next}`;
      }
    }
  });
}
