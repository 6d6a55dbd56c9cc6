import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** The embedded server of `prank serve`. */
export const serveCodes = {
  port_in_use: {
    exit: ExitCode.usage,
    cause: 'Another program uses the port, or it is reserved.',
    remedy: 'Use another one, such as `prank serve --port 7000`; 0 takes any free one.',
  },
  already_serving: {
    exit: ExitCode.usage,
    cause: 'The server of this campaign is running already; the message says where.',
    remedy:
      'Use that address, or stop that process with Ctrl-C first. `--rater`, `--new-password` and `--invite` work while it runs.',
  },
  not_a_server_db: {
    exit: ExitCode.usage,
    cause: 'The file is not a database of this version of the embedded server. It was left as it is.',
    remedy:
      'Name another file with `--db FILE`, or move this one away. `prank restore` restores answers that were pulled.',
  },
  server_db_damaged: {
    exit: ExitCode.usage,
    cause: "The embedded server's database is damaged, such as by a failing disk. It was left as it is.",
    remedy:
      'Keep a copy of it. Then move it away and run `prank restore`, which brings back the answers that were pulled.',
  },
  passwords_damaged: {
    exit: ExitCode.usage,
    cause: 'The file .prank/raters.csv is not a list of raters and passwords. It was left as it is.',
    remedy:
      'Correct the file: the first line is `username,password`, and each line below has a name and a password. To start over, ' +
      'move it away: `prank serve --new-password NAME` gives a rater a new password.',
  },
  nothing_to_join: {
    exit: ExitCode.usage,
    cause: "The embedded server has no workspace yet that people could join, or it can't tell which one is meant.",
    remedy: "Run `prank deploy` and `prank push` first, then `prank serve --invite` in the campaign's folder.",
  },
  certificate_unusable: {
    exit: ExitCode.usage,
    cause: "The certificate or the key for HTTPS is missing, is not in PEM format, or they don't belong together.",
    remedy: 'Name both with `--cert FILE --key FILE`, or use `--https` alone: prank then makes a certificate.',
  },
  serve_flags: {
    exit: ExitCode.usage,
    cause: "Options of `prank serve` don't fit together.",
    remedy: 'Run `prank serve --help`, which explains each of them.',
  },
  rater_name: {
    exit: ExitCode.usage,
    cause: 'A rater was given an empty name.',
    remedy: 'Give a name, such as `prank serve --rater ada`.',
  },
  rater_password: {
    exit: ExitCode.usage,
    cause: 'A password is too short or too long.',
    remedy: 'Choose a password of 8 to 100 characters.',
  },
  rater_is_staff: {
    exit: ExitCode.usage,
    cause: "The name belongs to an owner or admin of this server, who can't also be a rater.",
    remedy: 'Choose another name.',
  },
  unknown_workspace: {
    exit: ExitCode.usage,
    cause: 'The server has no workspace of that name yet.',
    remedy: 'Run `prank deploy` first, or name a workspace that exists.',
  },
  owner_key_taken: {
    exit: ExitCode.usage,
    cause: 'The key in ARGILLA_API_KEY is that of a rater on this server.',
    remedy: 'Put another ARGILLA_API_KEY into .env, or remove the line: prank makes one.',
  },
  owner_is_rater: {
    exit: ExitCode.usage,
    cause: 'The name of the owner is that of a rater on this server.',
    remedy: 'Use another database with `--db FILE`.',
  },
} as const satisfies ErrorCases;
