import type { Explanations } from './explanation.ts';

/** Talking with the Hugging Face Hub. None of these lose answers. */
export const hubCases = {
  hub_token_missing: {
    cause:
      'prank needs a token of the Hugging Face Hub and finds none: HF_TOKEN is not set, and nobody is logged in on this machine.',
    cure: 'Make one of type write at https://huggingface.co/settings/tokens. Then `hf auth login`, or a line HF_TOKEN=… in .env; in CI it belongs into the secrets.',
  },
  hub_token_rejected: {
    cause: 'The Hub does not accept the token: it was revoked, has expired, or is mistyped.',
    cure: 'Make a new one at https://huggingface.co/settings/tokens, then `hf auth login`, or set HF_TOKEN.',
  },
  hub_not_allowed: {
    cause:
      'The token is valid, but may not do this: it only reads, or is of an account without rights there. Nothing was changed.',
    cure: 'Use a token of type write, of an account that may write to that owner: https://huggingface.co/settings/tokens',
  },
  hub_payment_needed: {
    cause: 'The Hub wants a paid plan for this. Nothing was charged.',
    cure: 'Take cheaper hardware or storage in prank.yaml, or add a way to pay on the Hub.',
  },
  hub_gated: {
    cause: 'A dataset is gated: its owner wants conditions accepted first.',
    cure: 'Accept them on the page of the dataset and log in with that account: `hf auth login`.',
  },
  hub_dataset_missing: {
    cause: 'There is no such dataset on the Hub, or your token may not see it.',
    cure: 'Look whether it is written owner/name. For a private one log in with an account that may see it: `hf auth login`.',
  },
  hub_revision_missing: {
    cause: 'A dataset no longer has the commit, branch or tag that was asked for.',
    cure: 'Look at its branches on the Hub and correct `revision`. To pin what is there now: `prank build --update`.',
  },
  hub_unreachable: {
    cause: 'There was no answer from the Hub, also after several tries. What was done before is kept.',
    cure: 'Look at your network and at https://status.huggingface.co, and run the command again.',
  },
  'hub_http_*': {
    cause:
      'The Hub refused a request, or failed at it. The number in the code is the HTTP status: 5xx is trouble of the Hub, 429 too many requests, 4xx a request that it does not take.',
    cure: 'For 5xx and 429 wait a while and run the command again: it does the rest. For others read what the Hub said.',
  },
  hub_branch_moved: {
    cause: 'Somebody else, perhaps a scheduler, committed at the same moment. Neither overwrote the other.',
    cure: 'Run the command again: it starts from what is there now.',
  },
  hub_cut_short: {
    cause: 'The Hub broke off in the middle of an answer. What arrived is kept.',
    cure: 'Run the command again: it goes on where this one stopped.',
  },
  hub_file_damaged: {
    cause: 'A file arrived from the Hub damaged. It was thrown away.',
    cure: 'Run the command again: the file is read anew.',
  },
  hub_upload_refused: {
    cause: 'The Hub did not take a file. What was uploaded before is kept.',
    cure: 'Run the command again. If it stays, the message says what the Hub has against the file.',
  },
  hub_not_created: {
    cause: 'The Hub did not create a dataset, or does not show it to your token.',
    cure: 'Look at the names in `publish.dataset` and `publish.backup`, and at the rights of the token.',
  },
  hub_unexpected_answer: {
    cause: 'The Hub answered in a form that prank does not know.',
    cure: 'If HF_ENDPOINT is set, see whether it is the address of a Hugging Face Hub; else update prank.',
  },
  hub_name_invalid: {
    cause: 'A name on the Hub is not written owner/name.',
    cure: 'Correct it, for example my-name/prompts-ranked.',
  },
  hub_offline: {
    cause: 'HF_HUB_OFFLINE is set, so prank does not ask the Hub.',
    cure: 'Unset HF_HUB_OFFLINE for this command.',
  },
  hub_endpoint_invalid: {
    cause: 'HF_ENDPOINT is set and is not an address.',
    cure: 'Unset it, or write for example HF_ENDPOINT=https://huggingface.co',
  },
  oidc_refused: {
    cause: 'The Hub does not trust this CI job for the named repository.',
    cure: 'Add the workflow under "Trusted publishers" in the settings of that repository on the Hub.',
  },
  oidc_no_identity: {
    cause: 'HF_OIDC_RESOURCE is set, but the job has no identity that it could show.',
    cure: 'In GitHub Actions give the job the permission id-token: write. Outside of it unset HF_OIDC_RESOURCE, or set HF_OIDC_ID_TOKEN.',
  },
} as const satisfies Explanations;
