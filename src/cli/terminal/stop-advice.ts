import { prankCommand } from '../../lib/text/shell-command.ts';

/** What a command leaves when it is stopped half-way, by its name. */
const kept: Readonly<Record<string, string>> = {
  build: 'The prompts and the lock are as they were before; what was downloaded is kept.',
  deploy: 'What was made so far stays, and is found again.',
  push: 'The records that are in Argilla stay.',
  pull: 'The ratings log is whole: nothing of it is half written.',
  rank: 'Nothing was changed; a file is written whole or not at all.',
  publish: 'The dataset on the Hub changes in one commit or not at all; what was uploaded is not sent again.',
  sync: 'Every step that was done stays done, and the next round goes on from there.',
  restore: 'Accounts, records and answers that are back stay, and nothing is written twice.',
  forget: 'What was removed so far stays removed; the rest still holds the rater.',
  simulate: 'Nothing was changed.',
  status: 'Nothing was changed.',
};

/** Said after Ctrl-C: what is kept, and the command that goes on. `words` = the command line without the program. */
export function adviseAfterStop(command: string, words: readonly string[]): string {
  return `${kept[command] ?? 'What was done is kept.'} To go on: ${prankCommand(...words)}`;
}
