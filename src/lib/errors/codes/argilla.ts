import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Requests to Argilla. None of these lose answers. */
export const argillaCodes = {
  key_missing: {
    exit: ExitCode.usage,
    cause:
      'prank needs the API key of your Argilla and does not have it: ARGILLA_API_KEY is neither in the environment nor in .env. Nothing was changed.',
    remedy:
      'Sign in to your Argilla, open "My settings", and copy the key into the file .env of the campaign as one line: ARGILLA_API_KEY=… In CI, add it to the secrets. ' +
      'If nobody can sign in any more, `prank restore` restores the campaign with a new key.',
  },
  argilla_key_rejected: {
    exit: ExitCode.permission,
    cause:
      'Argilla does not accept the key in ARGILLA_API_KEY. It is mistyped, belongs to another server, or is older than a reset of the server.',
    remedy:
      'Sign in to Argilla, and copy the key from "My settings" into .env as ARGILLA_API_KEY. If you can\'t sign in because the server was reset: `prank restore`.',
  },
  argilla_not_allowed: {
    exit: ExitCode.permission,
    cause: 'Argilla accepts the key, but its user may not do this.',
    remedy: "Use the key of an owner, or of an admin who is a member of the campaign's workspace.",
  },
  argilla_login_needed: {
    exit: ExitCode.permission,
    cause:
      'A server in front of your Argilla, such as a proxy, asks for a user and password (Basic authentication) before it lets anybody through. prank has none.',
    remedy:
      'Put them into the address in .env, before the host: `ARGILLA_API_URL=https://<user>:<password>@host`. In them, write @ as %40, : as %3A and / as %2F. In CI, make ARGILLA_API_URL a secret. ' +
      'prank.yaml keeps the address without them. They are sent only to that address, next to ARGILLA_API_KEY, and never shown.',
  },
  argilla_login_rejected: {
    exit: ExitCode.permission,
    cause:
      'The server in front of your Argilla does not accept the user and password in ARGILLA_API_URL. Argilla itself was not asked.',
    remedy:
      'Correct them in .env. In a user or password, write @ as %40, : as %3A and / as %2F. A variable of the same name in the environment takes precedence over .env.',
  },
  argilla_login_unsupported: {
    exit: ExitCode.permission,
    cause:
      'A server in front of your Argilla answers with a page to sign in, in a form that prank does not support. Argilla itself was not asked.',
    remedy:
      'Let requests to /api pass without that sign-in, or let it accept Basic authentication; docs/networks.md shows how. Argilla checks its own key.',
  },
  argilla_blocked: {
    exit: ExitCode.permission,
    cause:
      'A server in front of your Argilla, such as a proxy or firewall, does not allow a request. Argilla itself was not asked.',
    remedy: 'Ask whoever runs that server to let requests to /api pass from this machine.',
  },
  server_url_is_hub_page: {
    exit: ExitCode.usage,
    cause:
      'The address of the server is a page of the Hugging Face Hub. No Argilla answers there, so nothing was sent, and your key stayed here.',
    remedy:
      'For a Space, give its name instead: `prank init --space owner/name`, or `argilla: {space: owner/name}` in prank.yaml. Remove ARGILLA_API_URL from .env then.',
  },
  server_url_invalid: {
    exit: ExitCode.usage,
    cause: 'ARGILLA_API_URL, in the environment or in .env, is not an address that begins with https:// or http://.',
    remedy:
      'Correct it in .env or the environment; in a user or password, write @ as %40, : as %3A and / as %2F. In .env, put quotes around a value with a # in it.',
  },
  argilla_unreachable: {
    exit: ExitCode.remote,
    cause:
      'Argilla did not answer, even after several tries: it is down, asleep, or the address is wrong. What was done before is kept.',
    remedy:
      'Open the address in a browser, then run the command again. That wakes a Space that is asleep. `prank deploy` starts one that is paused, and `prank serve` starts the server of this machine.',
  },
  argilla_redirects: {
    exit: ExitCode.remote,
    cause:
      'The server redirects prank to another address. prank does not send the key there, because it might belong to somebody else.',
    remedy: 'Set `argilla.url` in prank.yaml to the address that your browser ends at, often https instead of http.',
  },
  argilla_not_json: {
    exit: ExitCode.remote,
    cause: 'Something answered that is not Argilla: a web page, often that of a Space which is asleep or starting.',
    remedy:
      'Wait a minute and run the command again. If it happens again, check the address: that of a Space is https://OWNER-NAME.hf.space.',
  },
  argilla_unexpected_answer: {
    exit: ExitCode.remote,
    cause:
      'Argilla answered in a form that prank does not understand. prank is tested with Argilla 2.8.0 and Extralit 0.7.2.',
    remedy: 'Check the version of the server, and update prank or Argilla.',
  },
  'argilla_http_*': {
    exit: ExitCode.remote,
    cause:
      'Argilla refused a request or failed to handle it. The number in the code is the HTTP status: 5xx is a failure of the server, 429 means too many requests, other 4xx a request that it does not accept.',
    remedy:
      'Read what the server said; for 5xx and 429, wait a while and run the command again. It does the rest. A newer prank may handle other answers.',
  },
  server_slow: {
    exit: ExitCode.remote,
    cause: '`prank status` stopped waiting for the server. What it shows is from the last pull.',
    remedy:
      'Run it again: a Space that is asleep needs a minute. `prank status --no-server` does not ask the server at all.',
  },
  not_deployed: {
    exit: ExitCode.usage,
    cause:
      'Argilla does not have the dataset of this campaign as prank.yaml describes it: it was not created yet, not published yet, or prank.yaml has changed since.',
    remedy: 'Run `prank deploy`. To see its plan first: `prank deploy --dry-run`.',
  },
  dataset_is_draft: {
    exit: ExitCode.unsafe,
    cause: 'The dataset is not published yet, and records in a draft would break it for good. Nothing was sent.',
    remedy: 'Run `prank deploy`.',
  },
  publish_half_done: {
    exit: ExitCode.remote,
    cause: 'Argilla created the dataset but not its search index, so raters would see nothing.',
    remedy:
      'Check that the search engine of the server is up, restart it, and run `prank deploy` again. It creates the dataset again while it is empty.',
  },
  deploy_refused: {
    exit: ExitCode.unsafe,
    cause:
      "The server has a workspace, dataset or question that differs from prank.yaml in a way that can't be changed without losing answers. Nothing was changed.",
    remedy:
      'Change prank.yaml back to what is on the server, or give `task.dataset` another name and start with a new dataset: `prank deploy --new-dataset`.',
  },
  records_keep_changing: {
    exit: ExitCode.remote,
    cause: 'Another program added or deleted records while prank read them, several times in a row. Nothing is lost.',
    remedy: 'Run the command again when no other program changes the dataset.',
  },
  records_refused: {
    exit: ExitCode.partial,
    cause: 'Argilla rejected some prompts; all others are in. The message lists them with the reason.',
    remedy:
      'Drop these prompts with a pattern under `build.drop`, or fix them in their source, then run `prank build` and `prank push`.',
  },
} as const satisfies ErrorCases;
