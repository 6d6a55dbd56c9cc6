import type { Explanations } from './explanation.ts';

/** Talking with Argilla. None of these lose answers. */
export const argillaCases = {
  key_missing: {
    cause:
      'prank needs the key of your Argilla and does not have it: ARGILLA_API_KEY is neither in the environment nor in .env. Nothing was changed.',
    cure:
      'Sign in to your Argilla, open "My settings", copy the key into the file .env of the campaign as one line: ARGILLA_API_KEY=… In CI it belongs into the secrets. ' +
      'If nobody can sign in any more, `prank restore` brings the campaign back with a new key.',
  },
  argilla_key_rejected: {
    cause:
      'Argilla does not know the key in ARGILLA_API_KEY. It is mistyped, of another server, or older than a reset of the server.',
    cure: 'Sign in to Argilla, copy the key from "My settings" into .env as ARGILLA_API_KEY. If you can\'t sign in because the server was reset: `prank restore`.',
  },
  argilla_not_allowed: {
    cause: 'Argilla knows the key, but its user may not do this.',
    cure: "Use the key of an owner, or of an admin who is a member of the campaign's workspace.",
  },
  argilla_login_needed: {
    cause:
      'A server in front of your Argilla, such as a proxy, asks for a user and password (Basic authentication) before it lets anybody through. prank has none.',
    cure:
      'Put them into the address in .env, before the host: `ARGILLA_API_URL=https://<user>:<password>@host`. Write @ as %40, : as %3A and / as %2F in them. In CI, make ARGILLA_API_URL a secret. ' +
      'prank.yaml keeps the address without them. They are sent to that address alone, beside ARGILLA_API_KEY, and never shown.',
  },
  argilla_login_rejected: {
    cause:
      'The server in front of your Argilla does not accept the user and password in ARGILLA_API_URL. Argilla itself was not asked.',
    cure: 'Correct them in .env. Write @ as %40, : as %3A and / as %2F in a user or password. A variable of the same name in the environment goes before .env.',
  },
  server_url_invalid: {
    cause: 'ARGILLA_API_URL, in the environment or in .env, is not an address that begins with https:// or http://.',
    cure: 'Correct it. In a user or password write @ as %40, : as %3A and / as %2F; in .env put quotes around a value with a # in it.',
  },
  argilla_unreachable: {
    cause:
      'There was no answer from Argilla, also after several tries: it is down, asleep, or the address is wrong. What was done before is kept.',
    cure: 'Open the address in a browser. A Space that sleeps wakes up by that; a paused one by `prank deploy`; the server of this machine by `prank serve`. Then run the command again.',
  },
  argilla_redirects: {
    cause:
      'The server sends prank to another address. prank does not take the key there, because that might be a stranger.',
    cure: 'Use the address that your browser ends at, often https instead of http, as `argilla.url` in prank.yaml.',
  },
  argilla_not_json: {
    cause: 'Something answered that is not Argilla: a web page, often that of a Space which is asleep or starting.',
    cure: 'Wait a minute and run the command again. If it stays, look at the address: that of a Space is https://OWNER-NAME.hf.space.',
  },
  argilla_unexpected_answer: {
    cause: 'Argilla answered in a form that prank does not know. prank is tried with Argilla 2.8.0.',
    cure: 'Look at the version of the server, and update prank or Argilla.',
  },
  'argilla_http_*': {
    cause:
      'Argilla refused a request, or failed at it. The number in the code is the HTTP status: 5xx is trouble of the server, 429 too many requests, 4xx a request that it does not take.',
    cure: 'For 5xx and 429 wait a while and run the command again: it does the rest. For others read what the server said; a newer prank may know the answer.',
  },
  server_slow: {
    cause: '`prank status` did not wait any longer for the server. What it shows is as of the last pull.',
    cure: 'A Space that sleeps needs a minute: run it again. `prank status --no-server` does not ask the server at all.',
  },
  not_deployed: {
    cause:
      'Argilla does not have the dataset of this campaign as prank.yaml describes it: it was not made yet, not published yet, or prank.yaml changed since.',
    cure: 'Run `prank deploy`, and look at its plan first with `prank deploy --dry-run`.',
  },
  dataset_is_draft: {
    cause: 'The dataset is not published yet, and records in a draft would break it for good. Nothing was sent.',
    cure: 'Run `prank deploy`.',
  },
  publish_half_done: {
    cause: 'Argilla made the dataset but not its search index, so raters would see nothing.',
    cure: 'See whether the search engine of the server is up, restart it, and run `prank deploy` again: it makes the dataset anew while it is empty.',
  },
  deploy_refused: {
    cause:
      "The server has a workspace, dataset or question that differs from prank.yaml in a way that can't be changed without losing answers. Nothing was changed.",
    cure: 'Put prank.yaml back to what is there, or give the dataset another name (`task.dataset`) and deploy that.',
  },
  records_keep_changing: {
    cause:
      'Records were added or deleted by another program while prank read them, several times in a row. Nothing is lost.',
    cure: 'Run the command again when no other program changes the dataset.',
  },
  records_refused: {
    cause: 'Argilla did not take some prompts; all others are in. The message lists them with the reason.',
    cure: 'Leave these prompts out with a pattern under `build.drop`, or mend them in their source, then `prank build` and `prank push`.',
  },
} as const satisfies Explanations;
