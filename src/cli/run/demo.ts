import { relative, resolve } from 'node:path';
import { demo } from '../../campaign/demo.ts';
import type { Context } from '../context.ts';
import { renderDemo } from '../output/human/demo.ts';

/** Makes the quickstart campaign in `dir`, runs it with simulated raters, and says what to try next. */
export async function runDemo(context: Context, dir: string): Promise<void> {
  const path = resolve(context.io.cwd, dir);
  const result = await demo(path, context.openOptions, context.emit);
  const { prompts, raters, answers, release } = result;
  const data = { dir: path, rows: release.rows, release: release.dir, prompts, raters, answers: answers.total };
  context.reporter.answer('demo', data, () => renderDemo(result, relative(context.io.cwd, path) || '.'));
}
