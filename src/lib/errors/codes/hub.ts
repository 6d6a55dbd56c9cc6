import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** Requests to the Hugging Face Hub. None of these lose answers. */
export const hubCodes = {
  hub_token_missing: {
    exit: ExitCode.permission,
    cause:
      'prank needs a token of the Hugging Face Hub and finds none: HF_TOKEN is not set, and nobody is logged in on this machine.',
    remedy:
      'Create one of type write at https://huggingface.co/settings/tokens, then run `hf auth login` or add a line HF_TOKEN=… to .env. In CI, add it to the secrets.',
  },
  hub_token_rejected: {
    exit: ExitCode.permission,
    cause: 'The Hub does not accept the token: it was revoked, has expired, or is mistyped.',
    remedy: 'Create a new one at https://huggingface.co/settings/tokens, then run `hf auth login` or set HF_TOKEN.',
  },
  hub_not_allowed: {
    exit: ExitCode.permission,
    cause:
      'The token is valid, but may not do this: it is read-only, or belongs to an account without rights there. Nothing was changed.',
    remedy:
      'Use a token of type write, of an account that may write to that owner: https://huggingface.co/settings/tokens',
  },
  hub_payment_needed: {
    exit: ExitCode.permission,
    cause: 'The Hub needs a paid plan for this. Nothing was charged.',
    remedy: 'Choose cheaper hardware or storage in prank.yaml, or add a way to pay on the Hub.',
  },
  hub_storage_full: {
    exit: ExitCode.permission,
    cause:
      'The account or organization on the Hub has no storage left, or the Hub wants to see first what it is used for. Nothing was lost.',
    remedy:
      'Delete what you no longer need, or choose a larger plan: https://huggingface.co/settings/billing. If the message names an address to write to, do so. Then run the command again.',
  },
  hub_pull_request_only: {
    exit: ExitCode.permission,
    cause:
      'The account of the token may only propose changes there, as pull requests. prank commits directly. Nothing was changed.',
    remedy: 'Ask the owner for the role write, or use a token of an account that has it.',
  },
  hub_organization_policy: {
    exit: ExitCode.permission,
    cause:
      'The organization has rules for tokens and sign-ins that this token does not meet: approval by an admin, a fine-grained token, single sign-on, two-factor login, or certain IP addresses. Nothing was changed.',
    remedy:
      'Do what the message asks for. An admin approves tokens in the settings of the organization; you make a fine-grained one at https://huggingface.co/settings/tokens.',
  },
  hub_resource_group: {
    exit: ExitCode.permission,
    cause:
      'The organization sorts its repositories into resource groups, and the account of the token may not write to the group, or not outside of one. Nothing was changed.',
    remedy:
      'Ask an admin of the organization to add you to the group with the role write; for something new, also to create it empty in that group. Then run the command again.',
  },
  hub_gated: {
    exit: ExitCode.permission,
    cause: 'A dataset is gated: you must accept its conditions first.',
    remedy: 'Accept them on the page of the dataset, and log in with that account: `hf auth login`.',
  },
  hub_dataset_missing: {
    exit: ExitCode.usage,
    cause: 'There is no such dataset on the Hub, or your token may not see it.',
    remedy:
      'Check that it is written owner/name; for a private one, log in with an account that may see it: `hf auth login`.',
  },
  hub_revision_missing: {
    exit: ExitCode.usage,
    cause: 'A dataset does not have the commit, branch or tag that prank.yaml names.',
    remedy: 'Look at its branches and tags on the Hub, and correct `revision` in prank.yaml.',
  },
  hub_commit_missing: {
    exit: ExitCode.usage,
    cause: 'The commit of a dataset that prank.lock.json pins was removed from the Hub. Nothing was changed.',
    remedy: 'Pin the newest commit instead with `prank build --update`. The prompts may then change.',
  },
  hub_unreachable: {
    exit: ExitCode.remote,
    cause: 'The Hub did not answer, even after several tries. What was done before is kept.',
    remedy: 'Check your network and https://status.huggingface.co, then run the command again: what is done is kept.',
  },
  'hub_http_*': {
    exit: ExitCode.remote,
    cause:
      'The Hub refused a request or failed to handle it. The number in the code is the HTTP status: 5xx is a failure of the Hub, 429 means too many requests, other 4xx a request that it does not accept.',
    remedy: 'Read what the Hub said; for 5xx and 429, wait a while and run the command again. It does the rest.',
  },
  hub_branch_moved: {
    exit: ExitCode.remote,
    cause: 'Somebody else, perhaps a scheduled run, committed at the same moment. Neither overwrote the other.',
    remedy: 'Run the command again: it starts from what is there now.',
  },
  hub_cut_short: {
    exit: ExitCode.remote,
    cause: 'The Hub broke off in the middle of an answer. What arrived is kept.',
    remedy: 'Run the command again: it goes on where this one stopped.',
  },
  hub_file_damaged: {
    exit: ExitCode.remote,
    cause: 'A file from the Hub arrived damaged. It was deleted here.',
    remedy: 'Run the command again: it downloads the file again.',
  },
  hub_upload_refused: {
    exit: ExitCode.remote,
    cause: 'The Hub rejected a file. What was uploaded before is kept.',
    remedy:
      'Run the command again: what is uploaded is kept. If it happens again, the message says what is wrong with the file.',
  },
  hub_card_refused: {
    exit: ExitCode.usage,
    cause: 'The Hub does not accept the metadata of a card (README.md), such as its licence. Nothing was changed.',
    remedy:
      'The message says what is wrong. Correct it in prank.yaml, most often `publish.license`: https://huggingface.co/docs/hub/repositories-licenses lists what the Hub knows.',
  },
  hub_not_created: {
    exit: ExitCode.remote,
    cause: 'The Hub did not create a repository, or does not show it to your token.',
    remedy: 'Check the names under `publish` in prank.yaml and the rights of the token.',
  },
  hub_unexpected_answer: {
    exit: ExitCode.remote,
    cause: 'The Hub answered in a form that prank does not understand.',
    remedy: 'If HF_ENDPOINT is set, check that it is the address of a Hugging Face Hub; otherwise update prank.',
  },
  hub_redirected: {
    exit: ExitCode.remote,
    cause: 'A request to the Hub was redirected to a place where prank does not follow. Nothing was done.',
    remedy:
      'Open the address of the Hub in a browser: your network may want you to sign in. If HF_ENDPOINT is set, check that it is the address of a Hugging Face Hub.',
  },
  hub_not_done: {
    exit: ExitCode.remote,
    cause: 'The Hub confirmed a change, but afterwards the change was not there.',
    remedy: 'Run the command again. If it happens again, check https://status.huggingface.co.',
  },
  hub_name_invalid: {
    exit: ExitCode.usage,
    cause: 'A name on the Hub is not written owner/name.',
    remedy: 'Correct it, for example to my-name/prompts-ranked.',
  },
  hub_offline: {
    exit: ExitCode.usage,
    cause: 'HF_HUB_OFFLINE is set, so prank does not ask the Hub.',
    remedy: 'Unset HF_HUB_OFFLINE for this command.',
  },
  hub_endpoint_invalid: {
    exit: ExitCode.usage,
    cause: 'HF_ENDPOINT is set and is not an address that begins with https:// or http://.',
    remedy: 'Unset it, or write for example HF_ENDPOINT=https://huggingface.co',
  },
  oidc_refused: {
    exit: ExitCode.permission,
    cause: 'The Hub does not trust this CI job for the repository that the message names.',
    remedy: 'Add the workflow under "Trusted publishers" in the settings of that repository on the Hub.',
  },
  oidc_no_identity: {
    exit: ExitCode.usage,
    cause: 'HF_OIDC_RESOURCE is set, but the job has no identity to show.',
    remedy:
      'In GitHub Actions, give the job the permission `id-token: write`; elsewhere, set HF_OIDC_ID_TOKEN or unset HF_OIDC_RESOURCE.',
  },
  oidc_identity_failed: {
    exit: ExitCode.remote,
    cause: 'GitHub Actions should give this job an identity, but the request for it failed. Nothing was changed.',
    remedy: 'Run the job again; if it fails again, check https://www.githubstatus.com.',
  },
} as const satisfies ErrorCases;
