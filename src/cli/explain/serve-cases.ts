import type { Explanations } from './explanation.ts';

/** The embedded server of `prank serve`. */
export const serveCases = {
  port_in_use: {
    cause: 'Another program uses the port, or it is reserved.',
    cure: 'Name another one: `prank serve --port 7000`; 0 takes any free one.',
  },
  already_serving: {
    cause: 'The server of this campaign is running already; the message says where.',
    cure: 'Use that address, or stop that process with Ctrl-C first.',
  },
  not_a_server_db: {
    cause: 'The file is not a database of this version of the embedded server. It was left as it is.',
    cure: 'Name another file with `--db`, or move this one away. Answers that were pulled come back with `prank restore`.',
  },
  passwords_damaged: {
    cause:
      'The file .prank/raters.csv is not a list of raters and passwords. The passwords are kept nowhere else, so it was left as it is.',
    cure:
      'Correct the file: the first line is `username,password`, and each line below has a name and a password. To start over, ' +
      'move it away: raters whose passwords are lost need new accounts with `prank serve --rater NAME`.',
  },
  rater_name: {
    cause: 'An account needs a name.',
    cure: 'Give one of one or more characters: `prank serve --rater ada`.',
  },
  rater_password: {
    cause: 'A password is too short or too long.',
    cure: 'Choose one of 8 to 100 characters.',
  },
  rater_is_staff: {
    cause: "The name is that of an owner or admin of this server, who can't be a rater too.",
    cure: 'Choose another name.',
  },
  unknown_workspace: {
    cause: 'The server has no workspace of that name yet.',
    cure: 'Run `prank deploy` first.',
  },
  owner_key_taken: {
    cause: 'The key in ARGILLA_API_KEY is that of a rater on this server.',
    cure: 'Put another ARGILLA_API_KEY into .env; without one, prank makes it.',
  },
  owner_is_rater: {
    cause: 'The name of the owner is that of a rater on this server.',
    cure: 'Use another database with `--db FILE`.',
  },
} as const satisfies Explanations;
