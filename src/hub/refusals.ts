import { type ErrorFields, PermissionError, type PrankError, UsageError } from '../lib/errors.ts';

/** A kind of request that the Hub refuses until a person does something. */
interface Refusal {
  statuses: readonly number[];
  /** The request, if only one is meant. */
  request?: string;
  /** What the Hub says then, or its own code for it. */
  says: RegExp;
  toError: (request: string, said: string, fields: ErrorFields) => PrankError;
}

/** The check of a card before it is committed. The commit checks it again. */
const checkRequest = 'POST /api/validate-yaml';

function cardRefused(_request: string, said: string, fields: ErrorFields): UsageError {
  return new UsageError('hub_card_refused', `The Hub refuses the card, README.md${said}`, fields);
}

/**
 * The most special first. The sentences are those of the Hub: from its documentation (security-tokens,
 * enterprise-tokens-management, security-resource-groups), and as people quote them in issues of huggingface_hub.
 */
const refusals: readonly Refusal[] = [
  {
    statuses: [401],
    says: /invalid credentials/iu,
    toError: (_request, said, fields) =>
      new PermissionError('hub_token_rejected', `The Hub does not accept the token${said}.`, fields),
  },
  {
    statuses: [400],
    says: /\b(?:metadata|yaml)\b.*\breadme|\breadme\b.*\b(?:metadata|yaml)\b/iu,
    toError: cardRefused,
  },
  { statuses: [400], request: checkRequest, says: /(?:)/u, toError: cardRefused },
  {
    statuses: [402, 403, 413, 507],
    says: /\bstorage\b.*\b(?:limit|quota|full|exceed\w*|patterns)\b|\b(?:limit|quota|exceed\w*)\b.*\bstorage\b/iu,
    toError: (request, said, fields) =>
      new PermissionError('hub_storage_full', `The Hub has no storage left for ${request}${said}`, fields),
  },
  {
    statuses: [402],
    says: /(?:)/u,
    toError: (request, said, fields) =>
      new PermissionError('hub_payment_needed', `The Hub wants a paid plan for ${request}${said}.`, fields),
  },
  {
    statuses: [403],
    says: /\bcreate_pr\b|\bpull request\b/iu,
    toError: (request, said, fields) =>
      new PermissionError('hub_pull_request_only', `The Hub takes ${request} only as a pull request${said}`, fields),
  },
  {
    statuses: [403],
    says: /\btoken policy\b|\btoken has been (?:revoked|denied)\b|\bneeds to be approved\b|\b(?:requires?|only|must)\b.*\bfine-grained\b|\bsso\b|\bsingle sign-on\b|\bmfa\b|\btwo-factor\b|\bip (?:address|range)/iu,
    toError: (request, said, fields) =>
      new PermissionError('hub_organization_policy', `The organization does not allow ${request}${said}`, fields),
  },
  {
    statuses: [403],
    says: /\bresource groups?\b/iu,
    toError: (request, said, fields) =>
      new PermissionError('hub_resource_group', `The organization's resource groups prevent ${request}${said}`, fields),
  },
  {
    statuses: [403],
    says: /^GatedRepo$/u,
    toError: (request, said, fields) =>
      new PermissionError('hub_gated', `The Hub wants conditions accepted before ${request}${said}`, fields),
  },
  {
    statuses: [403],
    says: /(?:)/u,
    toError: (request, said, fields) =>
      new PermissionError('hub_not_allowed', `The Hub does not allow ${request} with this token${said}.`, fields),
  },
];

/** What the Hub answered. */
interface Answered {
  status: number;
  errorCode: string | null;
  message: string;
}

/** The error of the person who can help; null = it is none of these. `request` is a method and path. */
export function toRefusal(request: string, answer: Answered, fields: ErrorFields): PrankError | null {
  const { status, errorCode, message } = answer;
  const said = message === '' ? '' : `: ${message}`;
  const found = refusals.find(
    ({ statuses, says, request: only = request }) =>
      statuses.includes(status) && only === request && (says.test(message) || says.test(errorCode ?? '')),
  );
  return found?.toError(request, said, fields) ?? null;
}
