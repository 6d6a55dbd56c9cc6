import type { Explanations } from './explanation.ts';

/** The command line, prank.yaml, .env, files of this machine. */
export const setupCases = {
  usage: {
    cause: 'The command line could not be understood. Nothing was done.',
    cure: 'Read the sentence above the hint, and see `prank COMMAND --help` for all options and examples.',
  },
  bug: {
    cause: 'prank itself failed in a way it should not. What was done before is kept.',
    cure: 'Run the command again after a look at what it printed. Please report it with these lines and the version (`prank --version`).',
  },
  code_unknown: {
    cause: '`prank explain` was asked for a code that this version of prank does not raise.',
    cure: 'Copy the code as it was printed, or list all with `prank explain`. A code of a newer version needs that version.',
  },
  watch_with_json: {
    cause: '`--watch` never ends, and `--json` is exactly one document: they do not go together.',
    cure: 'Take `prank status --json` alone, as often as you like, or `prank status --watch` for people.',
  },
  interrupted: {
    cause: 'You stopped the command with Ctrl-C, or something ended it. Nothing is lost: what was done before is kept.',
    cure: 'Run the same command again: it finds what is there and does the rest.',
  },
  lock_held: {
    cause:
      "Another prank is at work in this campaign. Two at once could get in each other's way, so this one did nothing. " +
      'The message names the command, the process and the machine, and since when it has been at work.',
    cure:
      'Wait until it ends, and run the command again. If that process was killed and the machine is this one, prank notices ' +
      'by itself; if it ran on another machine that is gone, prank takes over after a quarter of an hour without a sign of ' +
      'life. To go on at once, delete the file that the message names.',
  },
  config_missing: {
    cause: 'There is no prank.yaml here, nor in a folder above. prank.yaml is the file that describes a campaign.',
    cure: 'Go to the folder of your campaign (`cd my-campaign`), name the file with `--config FILE`, or start a campaign with `prank init my-campaign`.',
  },
  config_unreadable: {
    cause: "The campaign file can't be read: it is a folder, too large, not text, or closed to you.",
    cure: 'Name the right file with `--config FILE`, or make it readable for you.',
  },
  config_invalid: {
    cause:
      'prank.yaml has mistakes. All of them are listed with line and column, often with what you may have meant. Nothing was done.',
    cure: 'Correct the lines and run the command again. An editor that knows YAML schemas shows the same mistakes while you type.',
  },
  option_invalid: {
    cause: 'A name or address given to `prank init` makes no valid campaign file. Nothing was written.',
    cure: 'Choose another `--name`, `--url` or `--space`; the message says what is wrong with it.',
  },
  url_has_login: {
    cause:
      'The address given to `prank init --url` has a user or password in it. It would go into prank.yaml, which is committed, so nothing was written.',
    cure: 'Give the address without them. Then put the whole address into the file .env of the campaign: `ARGILLA_API_URL=https://<user>:<password>@host`.',
  },
  files_exist: {
    cause: 'The folder has files of the names that `prank init` writes, and they are different. Nothing was written.',
    cure: 'Choose another folder: `prank init DIR`. With `--force` the files are overwritten, and what was in them is gone.',
  },
  path_taken: {
    cause: 'Where a file of the campaign belongs there is a folder, or the other way round.',
    cure: 'Choose another folder: `prank init DIR`.',
  },
  dir_not_empty: {
    cause:
      'The folder for the demo has files in it that no demo made. It was left alone, so that simulated answers never mix with a real campaign.',
    cure: 'Name a folder that is new or empty: `prank demo ANOTHER-FOLDER`.',
  },
  env_unreadable: {
    cause: "The file .env, which holds the keys of the campaign, can't be read, or is a folder.",
    cure: 'Make it readable for you, or move away what is in its place.',
  },
  env_elsewhere: {
    cause:
      ".env is a link to a place outside of the campaign's folder. prank would write keys there, where others may read them, so it stopped.",
    cure: 'Replace the link by a file of its own (`cp --remove-destination "$(readlink -f .env)" .env`) and run the command again.',
  },
  env_unwritable: {
    cause:
      "A key can't be added to .env without harm to its other lines, most likely because a quote is opened there and never closed. Nothing was changed.",
    cure: 'Close the quote in .env, or set the variable in the environment instead.',
  },
  env_name_invalid: {
    cause: "A name can't be that of an environment variable.",
    cure: 'Use letters, digits and _ only, and no digit in front.',
  },
  env_value_invalid: {
    cause: "A value can't be written to .env, because it has all kinds of quotes or control characters in it.",
    cure: 'Set the variable in the environment instead, or choose a simpler value.',
  },
  file_unwritable: {
    cause:
      "A file can't be written: the disk is full or can only be read, or you may not write there. What was there before is unchanged.",
    cure: 'Free some space, change the permissions, or name another place, and run the command again.',
  },
  file_unreadable: {
    cause:
      "A file is there, but it can't be read: permission is missing, it is a folder, or the disk has a fault. prank does not " +
      'take it for a missing file, so it was left as it is.',
    cure: 'Make the file that the message names readable for you, or move away what is in its place, and run the command again.',
  },
} as const satisfies Explanations;
