import { prankCommand } from '../../../lib/text/shell-command.ts';
import type { PublishResult } from '../../../campaign/publish/types.ts';

type Asked = { upload: boolean; dryRun: boolean };

/** The result in words for people. */
export function renderPublish(result: PublishResult, dataset: string | null, asked: Asked): string {
  const { file, space } = result.dashboard;
  const lines = [renderRelease(result, asked.upload ? dataset : null, asked)];
  if (space !== null) lines.push(renderSpace(space, asked));
  else if (!asked.dryRun && result.changed) lines.push(`Dashboard: ${file}`);
  return lines.join('\n');
}

function renderRelease(
  { dir, rows, changed, commit, tag, held }: PublishResult,
  dataset: string | null,
  { dryRun }: Asked,
): string {
  if (dataset === null) return `${rows} ranked prompts in ${dir}${changed ? '' : ' (unchanged)'}.`;
  if (held?.until === null) {
    const command = prankCommand('publish');
    return `${rows} ranked prompts are ready in ${dir}. Nothing is public yet: look at them, then make the first release with ${command}`;
  }
  if (held !== null) {
    const when = held.until.slice(0, 16).replace('T', ' ');
    return `${dataset} was released less than publish.every ago: the next release is due at ${when} UTC.`;
  }
  if (!changed) return `${dataset} holds these ${rows} ranked prompts already: nothing to do.`;
  if (dryRun) return `${dataset} would change: ${rows} ranked prompts. Nothing was written.`;
  const release = tag === null ? 'card rewritten' : `release ${tag}`;
  return `${dataset}: ${release}, ${rows} ranked prompts (commit ${commit?.slice(0, 12) ?? ''}).`;
}

function renderSpace(
  { name, url, changed }: NonNullable<PublishResult['dashboard']['space']>,
  { dryRun }: Asked,
): string {
  if (dryRun) return `The dashboard on ${name} ${changed ? 'would change' : 'is the same'}.`;
  return `Dashboard: ${url}${changed ? '' : ' (unchanged)'}`;
}
