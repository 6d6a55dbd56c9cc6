import type { Explanations } from './explanation.ts';

/** Where prank stops before harm, and what brings answers back. */
export const safetyCases = {
  server_was_reset: {
    cause:
      'The dataset on the server is not the one whose answers you have: the server was reset, emptied or replaced. Nothing was changed, and every answer that was pulled is safe in the ratings log.',
    cure:
      'To bring raters, prompts and answers back: `prank restore`. If you mean to start anew: `prank deploy`, then `prank pull --new-dataset`, which keeps the old answers. ' +
      'If it happens on one of two machines only, compare `argilla` in prank.yaml and ARGILLA_API_URL in .env.',
  },
  server_went_back: {
    cause:
      'The server runs on an older copy of its database: it has forgotten what it knew at the last pull. Answers that were pulled are safe in the ratings log.',
    cure: 'Bring what is missing back with `prank restore`. If the answers were taken away on purpose: `prank pull --accept-deletions`.',
  },
  answers_vanished: {
    cause:
      'So many answers vanished from the server at once that nobody withdrew them by hand: they were lost. They are safe in the ratings log.',
    cure: 'Bring them back with `prank restore`. If they were deleted on purpose, for example test answers: `prank pull --accept-deletions`.',
  },
  answers_not_pulled: {
    cause:
      'The next step would delete answers that are nowhere else. prank does that for nobody, also not with --yes. Nothing was changed.',
    cure: 'Run `prank pull`, then the command again.',
  },
  answers_unknown: {
    cause:
      'The dataset on the server holds answers, and not one of them is in the ratings log. It may belong to another campaign. Nothing was changed.',
    cure: 'If they belong to this campaign: `prank pull --new-dataset`, then `prank restore`. If not, name another `task.dataset` or server in prank.yaml.',
  },
  answers_remain: {
    cause: 'While a person was being forgotten, further answers of that person came in. All others are deleted.',
    cure: 'Run the same `prank forget` again.',
  },
  not_confirmed: {
    cause:
      "The step can't be taken back, and nobody said yes: you answered no, or there was nobody to ask. Nothing was changed.",
    cure: 'Read what would happen in the message. To go on, run the command again and answer yes, or add `--yes` where nobody can answer.',
  },
  question_changed: {
    cause:
      'prank.yaml asks another question, or with other values, than the one that was answered. Bringing old answers back under it would change what people said. Nothing was changed.',
    cure: 'Put `task.question` in prank.yaml back to what it was, and run `prank restore` again.',
  },
  nothing_to_restore: {
    cause: 'Neither the ratings log here nor a backup holds anything of this campaign.',
    cure: 'Look whether this is the folder of the campaign, and whether `publish.backup` names its backup and your token may see it. For a campaign that has not begun: `prank deploy`.',
  },
  restore_incomplete: {
    cause:
      'Some prompts could not be brought back to the server; all others are there with their answers. The answers of the missing ones are safe in the ratings log.',
    cure: 'Bring missing prompts back with `prank build`, then run `prank restore` again.',
  },
  sync_incomplete: {
    cause: 'A part of the sync failed, and the rest was done. What was pulled is kept; the message names what is left.',
    cure: 'Most often nothing: the next sync does the rest. Otherwise follow the hint, and look up the code of each failure in `prank sync --json`.',
  },
  backup_incomplete: {
    cause:
      'The backup on the Hub lacks something that is here, often because the Hub could not be reached. The answers are safe in the ratings log of this machine.',
    cure: "Run `prank pull`: it backs up as soon as the Hub can be reached. Keep this machine's folder .prank until then.",
  },
  backup_is_public: {
    cause: 'The dataset for the backup is public, and a backup holds the names of raters. Nothing was sent there.',
    cure: 'Make it private in its settings on the Hub, or name another one in `publish.backup`. If it held a backup while public, somebody may have copied it.',
  },
  backup_unreadable: {
    cause: 'A file of the backup is damaged or from a newer version of prank. It was left as it is.',
    cure: 'Update prank. If that does not help, put the file back from the history of the backup on the Hub.',
  },
  snapshot_damaged: {
    cause: "The prompts in the backup can't be read: the file is damaged, or not from prank.",
    cure: 'Put an earlier file from the history of the backup on the Hub back, or run `prank build` where the sources are, then `prank pull`.',
  },
  ratings_log_damaged: {
    cause: 'A file of the ratings log, .prank/ratings, is damaged or not from prank. It was left as it is.',
    cure: 'Put the file back from a backup of this machine. Without one, move it away and run `prank pull --full`: the backup and the server give back all that they hold. Only older versions of answers that are in neither are lost.',
  },
  pull_state_damaged: {
    cause:
      'The file .prank/ratings/state.json, which says what the last pull saw, is damaged or from another version of prank. ' +
      'Without it prank could miss that the server runs on an older copy of its database, so it stopped. No answer is lost.',
    cure:
      'Put the file back from a copy of this folder. Without one, delete it and run `prank pull --full`, which reads everything ' +
      'again. If another machine builds the prompts of this campaign too, also delete .prank/prompts.parquet first: `prank sync` ' +
      'takes them from the backup.',
  },
  rater_unknown: {
    cause: 'Nobody of that name is known on the server or in the ratings log. Nothing was deleted.',
    cure: 'Name the person by username or id, as Argilla shows them; upper and lower case count. The hint has a near name where there is one.',
  },
  doctor_findings: {
    cause:
      '`prank doctor` found something that is not as it should be. It changed nothing by looking. With exit code 5 answers are at stake, with 6 they are not.',
    cure: 'Each finding names what mends it. `prank doctor --repair` mends those that can be mended without a risk.',
  },
} as const satisfies Explanations;
