import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Where prank stops before harm, and how to recover answers. */
export const safetyCodes = {
  server_was_reset: {
    exit: ExitCode.unsafe,
    cause:
      'The dataset on the server is not the one whose answers you have: the server was reset, emptied or replaced. Nothing was changed, and every answer that was pulled is safe in the ratings log.',
    remedy:
      'To restore raters, prompts and answers: `prank restore`. If you mean to start over: `prank deploy`, then `prank pull --new-dataset`, which keeps the old answers. ' +
      'If it happens on only one of two machines, compare `argilla` in prank.yaml and ARGILLA_API_URL in .env.',
  },
  server_went_back: {
    exit: ExitCode.unsafe,
    cause:
      'The server runs on an older copy of its database: it lacks what it had at the last pull. Answers that were pulled are safe in the ratings log.',
    remedy:
      'Restore what is missing: `prank restore`. If the answers were deleted on purpose: `prank pull --accept-deletions`.',
  },
  backup_of_other_campaign: {
    exit: ExitCode.unsafe,
    cause:
      'The backup that prank.yaml names belongs to another campaign. Going on would mix the answers of both. Nothing was read and nothing was changed.',
    remedy:
      'Name another dataset in `publish.backup`. If it is the same campaign under a new name, write its old name into prank.yaml as `id`.',
  },
  answers_vanished: {
    exit: ExitCode.unsafe,
    cause:
      'So many answers vanished from the server at once that nobody can have withdrawn them by hand. They were lost there, and they are safe in the ratings log.',
    remedy:
      'Restore them: `prank restore`. If they were deleted on purpose, for example test answers: `prank pull --accept-deletions`.',
  },
  other_round: {
    exit: ExitCode.unsafe,
    cause:
      'The ratings log has the answers of an earlier round already, and what is to be adopted now has others. Some answers could be in both, and would count twice. Nothing was added to the log.',
    remedy: 'Adopt it into a new folder: `prank adopt DIR`.',
  },
  answers_not_pulled: {
    exit: ExitCode.unsafe,
    cause:
      'The next step would delete answers that exist nowhere else. prank never does that, not even with --yes. Nothing was changed.',
    remedy: 'Run `prank pull`, then the command again.',
  },
  answered_text_changed: {
    exit: ExitCode.unsafe,
    cause:
      "Somebody changed the text of a record in Argilla, and raters have answered the new text. Their answers are kept under that text and never ranked as answers to the prompt. Writing the prompt's text back would remove what shows which text they read, so nothing was changed.",
    remedy:
      'To keep the new text, put it into the source and run `prank build`: it becomes a prompt, with these answers. To go back to the prompt, run `prank pull` and then `prank push --overwrite`: the answers to the other text stay in the ratings log only. Or delete the record in Argilla after a `prank pull`; `prank push --again` then brings the prompt back.',
  },
  answers_unknown: {
    exit: ExitCode.unsafe,
    cause:
      'The dataset on the server holds answers, and none of them is in the ratings log. It may belong to another campaign. Nothing was changed.',
    remedy:
      'If they belong to this campaign: `prank pull --new-dataset`, then `prank restore`. If not, name another `task.dataset` or server in prank.yaml.',
  },
  answers_remain: {
    exit: ExitCode.partial,
    cause: 'More answers of a person came in while that person was being forgotten. All others are deleted.',
    remedy: 'Run the same `prank forget` command again.',
  },
  not_confirmed: {
    exit: ExitCode.unsafe,
    cause:
      "The step can't be undone, and it was not confirmed: you answered no, or there was nobody to ask. Nothing was changed.",
    remedy:
      'Read in the message what would happen. To go on, run the command again and answer yes; where nobody can answer, add `--yes`.',
  },
  question_changed: {
    exit: ExitCode.unsafe,
    cause:
      'prank.yaml asks another question, or offers other values, than the one that was answered. Restoring the old answers under it would change what people said. Nothing was changed.',
    remedy: 'Put `task.question` in prank.yaml back to what it was, and run `prank restore` again.',
  },
  nothing_to_restore: {
    exit: ExitCode.unsafe,
    cause: 'Neither the ratings log here nor a backup holds anything of this campaign.',
    remedy:
      'Check that this is the folder of the campaign, that `publish.backup` names its backup, and that your token may see it. For a campaign that has not started yet: `prank deploy`.',
  },
  restore_incomplete: {
    exit: ExitCode.partial,
    cause:
      'Some prompts could not be restored to the server; all others are there with their answers. The answers of the missing ones are safe in the ratings log.',
    remedy: 'Build the missing prompts with `prank build`, then run `prank restore` again.',
  },
  sync_incomplete: {
    exit: ExitCode.partial,
    cause: 'Part of the sync failed, and the rest is done. What was pulled is kept; the message names what is left.',
    remedy:
      'Usually there is nothing to do: the next sync does the rest. Otherwise follow the hint, and look up the code of each failure in `prank sync --json`.',
  },
  backup_incomplete: {
    exit: ExitCode.partial,
    cause:
      'The backup on the Hub lacks something that is here, often because the Hub could not be reached. The answers are safe in the ratings log of this machine.',
    remedy:
      'Run `prank pull` again: it backs up as soon as the Hub can be reached. Keep the folder .prank of this machine until then.',
  },
  backup_history_kept: {
    exit: ExitCode.unsafe,
    cause:
      'The backup lacks a file that it should have, so its history was not deleted. The history still holds the answers of the person to forget; the current files no longer do.',
    remedy: 'Run `prank pull`, which completes the backup, then the same `prank forget` command again.',
  },
  backup_follows_other_server: {
    exit: ExitCode.unsafe,
    cause:
      'While this command ran, another machine moved the campaign to another server and backed that one up. Nothing is lost, and the backup was left as it is.',
    remedy:
      'Check that `argilla` in prank.yaml and ARGILLA_API_URL in .env are the same on both machines, then run the command again.',
  },
  backup_is_public: {
    exit: ExitCode.unsafe,
    cause: 'The dataset for the backup is public, and a backup holds the names of raters. Nothing was sent there.',
    remedy:
      'Make it private in its settings on the Hub, or name another one in `publish.backup`. If it held a backup while it was public, somebody may have copied it.',
  },
  hub_not_private: {
    exit: ExitCode.unsafe,
    cause:
      'Something on the Hub must be private, because it holds who answered what, but is public. Nothing was stored in it.',
    remedy: 'Make it private in its settings on the Hub, or choose another name in prank.yaml.',
  },
  backup_unreadable: {
    exit: ExitCode.unsafe,
    cause: 'A file of the backup is damaged or from a newer version of prank. It was left as it is.',
    remedy:
      'Update prank, or put the file back from the history of the backup on the Hub. The history is on the page of the dataset, under "Files and versions".',
  },
  snapshot_damaged: {
    exit: ExitCode.unsafe,
    cause: "The prompts in the backup can't be read: the file is damaged or not from prank.",
    remedy:
      'Put an earlier version of the file back from the history of the backup on the Hub. Or run `prank build` where the sources are, then `prank pull`.',
  },
  ratings_log_damaged: {
    exit: ExitCode.unsafe,
    cause: 'A file of the ratings log, .prank/ratings, is damaged or not from prank. It was left as it is.',
    remedy:
      'Put the file back from a backup of this machine; without one, move it away and run `prank pull --full`. The backup on the Hub and the server return all that they hold: only older versions of answers that are in neither are lost.',
  },
  ratings_log_incomplete: {
    exit: ExitCode.unsafe,
    cause:
      'A file of the ratings log, .prank/ratings, that was there at the last pull is missing. Without it, answers would be missing from rankings and releases.',
    remedy:
      'Put the file back from a copy of this folder, or run `prank pull --full`: it takes the file from the backup on the Hub, and reads everything else from the server again. Only older versions of answers that are in neither are lost.',
  },
  pull_state_damaged: {
    exit: ExitCode.unsafe,
    cause:
      'The file .prank/ratings/state.json, which records what the last pull saw, is damaged or from another version of prank. ' +
      'Without it prank could miss that the server runs on an older copy of its database, so it stopped. No answer is lost.',
    remedy:
      'Put the file back from a copy of this folder; without one, delete it and run `prank pull --full`, which reads everything ' +
      'again. If another machine also builds the prompts of this campaign, delete .prank/prompts.parquet first: `prank sync` ' +
      'takes them from the backup.',
  },
  released_already: {
    exit: ExitCode.unsafe,
    cause: 'The campaign has published a release, so its answers are no trial any more. Nothing was deleted.',
    remedy: 'To leave out one person, run `prank forget NAME`. To start again, make a campaign with another name.',
  },
  rater_unknown: {
    exit: ExitCode.usage,
    cause: 'Nobody of that name is on the server or in the ratings log. Nothing was deleted.',
    remedy:
      'Name the person by username or id, as Argilla shows them. Upper and lower case count. If there is a similar name, the hint shows it.',
  },
  doctor_findings: {
    exit: ExitCode.partial,
    cause:
      '`prank doctor` found something that is not as it should be. No answers are at risk, and looking changed nothing.',
    remedy: 'Each finding says how to fix it. `prank doctor --repair` fixes those that can be fixed without a risk.',
  },
  doctor_answers_at_risk: {
    exit: ExitCode.unsafe,
    cause:
      '`prank doctor` found something that may lose answers or mix them up. Nothing is lost by looking: it changed nothing.',
    remedy:
      'Act on the findings before you run another command that changes the campaign. Each finding says how to fix it, and `prank doctor --repair` fixes those that can be fixed without a risk.',
  },
} as const satisfies ErrorCases;
