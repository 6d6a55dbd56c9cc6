import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** The command line, prank.yaml, .env, local files. */
export const setupCodes = {
  usage: {
    exit: ExitCode.usage,
    cause: 'The command line could not be understood. Nothing was done.',
    remedy: 'Correct what the message names; `prank COMMAND --help` shows all options and examples.',
  },
  bug: {
    exit: ExitCode.bug,
    cause: 'prank itself failed in a way it should not. What was done before is kept.',
    remedy:
      'Read what was printed, then run the command again. Please report the lines with the version (`prank --version`).',
  },
  code_unknown: {
    exit: ExitCode.usage,
    cause: '`prank explain` was asked for a code that this version of prank does not have.',
    remedy:
      'Copy the code as it was printed, or list all codes with `prank explain`. A code of a newer version needs that version.',
  },
  watch_with_json: {
    exit: ExitCode.usage,
    cause: "`--watch` never ends, and `--json` prints exactly one document, so they can't be combined.",
    remedy: 'Run `prank status --json` as often as you like. For people, use `prank status --watch`.',
  },
  interrupted: {
    exit: ExitCode.interrupted,
    cause:
      'You stopped the command with Ctrl-C, or something else ended it (exit code 143). Nothing is lost: what was done before is kept.',
    remedy: 'Run the same command again: it finds what is there and does the rest.',
  },
  lock_held: {
    exit: ExitCode.unsafe,
    cause:
      'Another prank is at work in this campaign, so this one did nothing. Two at once could get in the way of each other. ' +
      'The message names the command, the process, the machine and the time it started.',
    remedy:
      'Wait until it ends, and run the command again. If that process was killed on this machine, prank notices by itself. ' +
      'If it ran on another machine, prank takes over after 15 minutes without a sign of life. ' +
      'To go on at once, delete the file that the message names.',
  },
  campaign_lock_unreadable: {
    exit: ExitCode.unsafe,
    cause:
      "The file that shows whether another prank is at work in this campaign can't be read. One may be, so this one did nothing.",
    remedy:
      'Make the file that the message names readable for you, and run the command again. If no prank is at work in this campaign, delete the file.',
  },
  config_missing: {
    exit: ExitCode.usage,
    cause: 'There is no prank.yaml here, nor in a folder above. prank.yaml is the file that describes a campaign.',
    remedy:
      'Go to the folder of your campaign (`cd my-campaign`), name the file with `--config FILE`, or start a campaign with `prank init my-campaign`.',
  },
  config_unreadable: {
    exit: ExitCode.usage,
    cause: "The campaign file can't be read: it is a folder, too large, not text, or you have no permission.",
    remedy: 'Name the right file with `--config FILE`, or make it readable for you.',
  },
  config_not_editable: {
    exit: ExitCode.usage,
    cause: "prank.yaml is valid, but written in a way that prank can't edit. Nothing was changed.",
    remedy: 'Write the line that the message names into prank.yaml yourself.',
  },
  config_invalid: {
    exit: ExitCode.usage,
    cause:
      'prank.yaml has mistakes. All of them are listed with line and column, often with what you may have meant. Nothing was done.',
    remedy:
      'Correct the lines and run the command again. An editor that supports YAML schemas shows the same mistakes while you type.',
  },
  option_invalid: {
    exit: ExitCode.usage,
    cause: 'A name or address given to `prank init` makes no valid campaign file. Nothing was written.',
    remedy: 'Choose another `--name`, `--url` or `--space`; the message says what is wrong with it.',
  },
  url_has_login: {
    exit: ExitCode.usage,
    cause:
      'The address given to `prank init --url` has a user or password in it. It would go into prank.yaml, which is committed, so nothing was written.',
    remedy:
      'Give the address without them. Then put the whole address into the file .env of the campaign: `ARGILLA_API_URL=https://<user>:<password>@host`.',
  },
  files_exist: {
    exit: ExitCode.usage,
    cause: 'The folder has other files with the names that `prank init` writes. Nothing was written.',
    remedy:
      'Choose another folder (`prank init DIR`), or overwrite the files with `--force`. What was in them is gone then.',
  },
  path_taken: {
    exit: ExitCode.usage,
    cause: 'There is a folder where a file of the campaign belongs, or the other way round.',
    remedy: 'Choose another folder: `prank init DIR`.',
  },
  dir_not_empty: {
    exit: ExitCode.usage,
    cause:
      'The folder for the demo has files in it that no demo made. It was left alone, so that simulated answers never mix with a real campaign.',
    remedy: 'Name a folder that is new or empty: `prank demo ANOTHER-FOLDER`.',
  },
  env_unreadable: {
    exit: ExitCode.usage,
    cause: "The file .env, which holds the keys of the campaign, can't be read or is a folder.",
    remedy: 'Make it readable for you, or move away what is in its place.',
  },
  env_elsewhere: {
    exit: ExitCode.unsafe,
    cause:
      ".env is a link to a place outside of the campaign's folder. prank would write keys there, where others may read them, so it stopped.",
    remedy:
      'Replace the link with a file of its own (`cp --remove-destination "$(readlink -f .env)" .env`) and run the command again.',
  },
  env_unwritable: {
    exit: ExitCode.usage,
    cause:
      "A key can't be added to .env without damage to its other lines, most likely because a quote is opened there and never closed. Nothing was changed.",
    remedy: 'Close the quote in .env, or set the variable in the environment instead.',
  },
  env_name_invalid: {
    exit: ExitCode.usage,
    cause: "A name can't be that of an environment variable.",
    remedy: 'Use only letters, digits and _, and do not begin with a digit.',
  },
  env_value_invalid: {
    exit: ExitCode.usage,
    cause: "A value can't be written to .env, because it has all kinds of quotes or control characters in it.",
    remedy: 'Set the variable in the environment instead, or choose a simpler value.',
  },
  file_unwritable: {
    exit: ExitCode.usage,
    cause:
      "A file can't be written: the disk is full or read-only, or you may not write there. What was there before is unchanged.",
    remedy: 'Free some space, change the permissions, or name another place, and run the command again.',
  },
  output_failed: {
    exit: ExitCode.usage,
    cause:
      'Standard output takes no more text: its disk is full, or the program that reads it has ended. What the command did before is kept.',
    remedy: 'Send the output to another place, or let the other program read to the end, and run the command again.',
  },
  file_unreadable: {
    exit: ExitCode.usage,
    cause:
      "A file is there, but it can't be read: you have no permission, it is a folder, or the disk has a fault. prank does not " +
      'treat it as a missing file, so it was left as it is.',
    remedy:
      'Make the file that the message names readable for you, or move away what is in its place, and run the command again.',
  },
} as const satisfies ErrorCases;
