import { softwareNames } from '../../../../argilla/version.ts';
import type { IndexDrift } from '../../../../campaign/server/index-drift.ts';
import type { StatusResult } from '../../../../campaign/status.ts';
import { countOf, showCount } from '../../../../lib/text/numbers.ts';
import { prankCommand } from '../../../../lib/text/shell-command.ts';
import { printable } from '../../../../lib/text/text.ts';
import { keepWhole } from '../../../terminal/wrap.ts';

/** What the server has, one sentence for `wrapText`. */
export function describeServer({ server, serverProblem, serverHint, prompts }: StatusResult): string {
  if (server === null) {
    const next = serverHint === null ? '' : ` Next: ${keepWhole(printable(serverHint))}`;
    return `The server: ${printable(serverProblem ?? 'unknown').replace(/\.$/, '')}.${next}`;
  }
  const { live, index, newAnswers, version } = server;
  const what = version === null ? '' : ` (${softwareNames[version.software]} ${printable(version.version, 40)})`;
  const waiting = prompts > live ? `, ${showCount(prompts - live)} wait for later waves` : '';
  const news =
    newAnswers === 0
      ? 'nothing new since the pull'
      : `${countOf(newAnswers, 'answer')} since the pull: ${keepWhole(prankCommand('pull'))}`;
  return `The server${what}: ${countOf(live, 'prompt')} live, ${showCount(index.completed)} of them completed${waiting}; ${news}.`;
}

/** What the server's search index gets wrong, with the command that fixes it; one sentence for `wrapText`. */
export function describeDrift(drift: readonly IndexDrift[]): string {
  const parts = drift.map(({ what, database, index }) =>
    what === 'records'
      ? `knows ${countOf(index, 'record')}, the database has ${showCount(database)}`
      : `says that ${countOf(index, 'prompt')} ${index === 1 ? 'is' : 'are'} completed, by the answers there are ${showCount(database)}`,
  );
  return `The server's search index, by which raters are shown prompts, ${parts.join('; it ')}. Unless a push is at work: ${keepWhole(prankCommand('doctor', '--repair'))}`;
}
