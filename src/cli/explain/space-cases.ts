import type { Explanations } from './explanation.ts';

/** Argilla on a Hugging Face Space. */
export const spaceCases = {
  space_missing: {
    cause: 'There is no Space of that name, or your token may not see it.',
    cure: 'Make it with `prank deploy`. If it exists, log in with an account that may see it: `hf auth login`. If it was deleted: `prank restore`.',
  },
  space_unseen: {
    cause: "The Hub has a Space of that name, but your token can't see it.",
    cure: 'Give the token access to it on https://huggingface.co/settings/tokens, or choose another name for `argilla.space`.',
  },
  space_not_argilla: {
    cause: 'The Space exists and is not an Argilla. prank leaves it alone.',
    cure: 'Give `argilla.space` in prank.yaml another name, or delete that Space on the Hub.',
  },
  space_file_broken: {
    cause: "A file of the Space is not the YAML that it should be, and prank does not overwrite what it can't read.",
    cure: 'Mend the file on the Hub, then run `prank deploy` again.',
  },
  space_not_ready: {
    cause:
      'The Space was not up when the waiting time was over. That can be normal: the first start takes some minutes.',
    cure: 'Run the same command again: it goes on waiting. `prank deploy --timeout 60` waits an hour.',
  },
  space_paused: {
    cause: "The Space is paused, so raters can't reach it. Its data is kept where storage is attached.",
    cure: 'Start it with `prank deploy`.',
  },
  space_failed: {
    cause: 'The Space failed to start. The end of its log stands in the message. Answers that were pulled are safe.',
    cure: 'Look at its log on the Hub; once the cause is gone, restart it there and run `prank deploy` again.',
  },
  space_needs_plan: {
    cause: 'The Hub makes no Docker Space for this account without a paid plan. Nothing was made or charged.',
    cure: 'The hint lists the ways: a plan, a Space that exists already, an Argilla elsewhere (`argilla.url`), or this machine (`argilla.local: true`).',
  },
  space_would_not_start: {
    cause:
      'A restart of the Space was called off, because Argilla would stop at something in its database and not come up again.',
    cure: 'Mend that first: `prank doctor --repair`, then run the command again.',
  },
  bucket_public: {
    cause: 'The bucket for the data of the Space is public, and would hold who answered what. Nothing was changed.',
    cure: 'Make it private in its settings on the Hub, then run `prank deploy` again.',
  },
  secret_unfit: {
    cause: 'A password or key in .env has blanks or signs that the start of the Space trips over.',
    cure: 'Take 8 to 100 letters and digits, or remove the line from .env: prank makes one.',
  },
  database_url_missing: {
    cause: 'prank.yaml takes the address of a database from a variable that is not set.',
    cure: 'Put it into .env, as the hint shows: NAME=postgresql+asyncpg://…',
  },
} as const satisfies Explanations;
