import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Argilla on a Hugging Face Space. */
export const spaceCodes = {
  space_missing: {
    exit: ExitCode.unsafe,
    cause:
      'The Space of the campaign was there, and is not any more, or your token may not see it: the Hub does not tell these apart. It does not come back by itself. Answers that were pulled are in the ratings log and the backup.',
    remedy:
      'If it exists, log in with an account that may see it: `hf auth login`. If it was deleted and people have answered: `prank restore` makes it again with their answers. If nobody has answered yet: `prank deploy`.',
  },
  space_unseen: {
    exit: ExitCode.remote,
    cause: "The Hub has a Space of that name, but your token can't see it.",
    remedy:
      'Give the token access to it on https://huggingface.co/settings/tokens, or choose another name for `argilla.space`.',
  },
  space_not_argilla: {
    exit: ExitCode.unsafe,
    cause: 'The Space exists and is not an Argilla. prank leaves it alone.',
    remedy: 'Give `argilla.space` in prank.yaml another name, or delete that Space on the Hub.',
  },
  space_other_server: {
    exit: ExitCode.unsafe,
    cause:
      'The Space runs Argilla and prank.yaml says `server: extralit`, or the other way round. prank leaves it alone.',
    remedy:
      'Correct `argilla.server` in prank.yaml, or leave it out. To move to the other server, name a new Space in `argilla.space`, then run `prank deploy` and `prank restore`.',
  },
  space_file_broken: {
    exit: ExitCode.unsafe,
    cause: "A file of the Space is not valid YAML, and prank does not overwrite what it can't read.",
    remedy: 'Fix the file on the Hub, then run `prank deploy` again.',
  },
  space_not_ready: {
    exit: ExitCode.remote,
    cause: 'The Space was not up when the waiting time was over. That can be normal: the first start takes minutes.',
    remedy: 'Run the same command again: it goes on waiting. `prank deploy --timeout 60` waits an hour.',
  },
  space_paused: {
    exit: ExitCode.unsafe,
    cause:
      "Somebody or the Hub has paused the Space, so raters can't reach it, and no visit wakes it. Its data is kept if storage is attached.",
    remedy: 'Start it with `prank deploy`. If it has no storage, `prank restore` then puts the answers back.',
  },
  space_failed: {
    exit: ExitCode.remote,
    cause: 'The Space failed to start. The end of its log is in the message. Answers that were pulled are safe.',
    remedy: 'Read its log on the Hub and fix the cause. Then restart the Space there and run `prank deploy` again.',
  },
  space_needs_plan: {
    exit: ExitCode.permission,
    cause: 'The Hub does not host a Docker Space for this account without a paid plan. Nothing was created or charged.',
    remedy:
      'Choose one of the ways in the hint: a plan, a Space that exists already, an Argilla elsewhere (`argilla.url`), or this machine (`argilla.local: true`).',
  },
  space_would_not_start: {
    exit: ExitCode.unsafe,
    cause: 'The Space was not restarted, because Argilla would stop at something in its database and not start again.',
    remedy: 'Fix that first with `prank doctor --repair`, then run the command again.',
  },
  stored_key_missing: {
    exit: ExitCode.usage,
    cause:
      'The bucket or database of the Space holds the data of an earlier Argilla, and its key is not here: ARGILLA_API_KEY is neither in the environment nor in .env. Nothing was changed.',
    remedy:
      'Put the key of that Argilla into .env as ARGILLA_API_KEY, or empty the bucket or database if its data is not needed. Then run the command again.',
  },
  bucket_public: {
    exit: ExitCode.unsafe,
    cause: 'The bucket for the data of the Space is public, and would show who gave which answer. Nothing was changed.',
    remedy: 'Make it private in its settings on the Hub, then run `prank deploy` again.',
  },
  secret_unfit: {
    exit: ExitCode.usage,
    cause: 'A password or key in .env has blanks or other characters that break the start of the Space.',
    remedy: 'Use 8 to 100 letters and digits, or remove the line from .env: prank makes one.',
  },
  database_url_missing: {
    exit: ExitCode.usage,
    cause: 'prank.yaml reads the address of a database from a variable that is not set.',
    remedy: 'Put it into .env, as the hint shows: NAME=postgresql+asyncpg://…',
  },
} as const satisfies ErrorCases;
