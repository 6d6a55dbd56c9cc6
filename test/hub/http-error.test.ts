import { expect, it } from 'vitest';
import { type HubAnswer, HubHttpError, readMessage, toHubError } from '../../src/hub/http-error.ts';
import { openHub } from '../../src/hub/connection.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { json } from '../support/hub/http/exchange.ts';
import { startHub } from '../support/hub/start-hub.ts';

const request = 'POST /api/datasets/o/d/commit/main';
const plain: HubAnswer = { status: 500, errorCode: null, requestId: 'Root=1', message: '', pause: null };

const revoked =
  'Your token has been revoked by the organization administrator, you can no longer access organization resources.';
const approval =
  'Due to the organization token policy, your token needs to be approved by the organization before you can access this resource.';

it.each<[status: number, message: string, exitCode: number, code: string]>([
  [400, 'Invalid metadata in README.md: "license" must be one of [mit]', 2, 'hub_card_refused'],
  [400, 'Invalid YAML in README.md: unknown tag', 2, 'hub_card_refused'],
  [400, 'This README.md is a nice text', 4, 'hub_http_400'],
  [401, 'Invalid credentials in Authorization header', 3, 'hub_token_rejected'],
  [401, 'Repository not found', 4, 'hub_http_401'],
  [402, 'Payment Required', 3, 'hub_payment_needed'],
  [402, 'Storage limit reached, please upgrade your plan', 3, 'hub_storage_full'],
  [403, 'Private repository storage limit reached, please upgrade your plan', 3, 'hub_storage_full'],
  [403, 'Your storage patterns tripped our internal systems! Please contact us', 3, 'hub_storage_full'],
  [413, 'You have exceeded your storage quota', 3, 'hub_storage_full'],
  [413, 'Payload Too Large', 4, 'hub_http_413'],
  [403, 'Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request', 3, 'hub_pull_request_only'],
  [403, approval, 3, 'hub_organization_policy'],
  [403, revoked, 3, 'hub_organization_policy'],
  [403, 'This organization requires SSO', 3, 'hub_organization_policy'],
  [403, 'This organization only accepts fine-grained tokens', 3, 'hub_organization_policy'],
  [403, 'Your fine-grained token has no write access to the organization', 3, 'hub_not_allowed'],
  [403, 'You must create this repository in a resource group', 3, 'hub_resource_group'],
  [403, 'You have no write access to storage-lab/data', 3, 'hub_not_allowed'],
  [403, '', 3, 'hub_not_allowed'],
  [404, 'Not Found', 4, 'hub_http_404'],
  [412, 'A commit has happened since', 4, 'hub_branch_moved'],
])('takes %i "%s" for exit %i, %s', (status, message, exitCode, code) => {
  const error = toHubError(request, { ...plain, status, message });
  expect(error).toMatchObject({ exitCode, code, details: { status, request_id: 'Root=1' } });
  expect(error.hint).not.toBe('');
});

it.each([400, 402, 403, 413])('shows what the Hub said with a %i', (status) => {
  const message = 'README.md metadata storage limit';
  expect(toHubError(request, { ...plain, status, message }).message).toContain(message);
});

it('sends readers of a gated repository to its conditions', () => {
  const answer = { ...plain, status: 403, errorCode: 'GatedRepo', message: 'Access to dataset o/d is restricted' };
  expect(toHubError('GET /datasets/o/d', answer)).toMatchObject({ code: 'hub_gated', exitCode: 3 });
});

it('says when to come back after a long wait', () => {
  const untilMs = Date.UTC(2026, 0, 31, 23, 59, 1);
  const error = toHubError(request, { ...plain, status: 429, pause: { ms: 2_532_000, untilMs } });
  expect(error).toBeInstanceOf(HubHttpError);
  expect(error.hint).toBe(
    'The Hub wants you to wait 42 min 12 s. Run the command again after 2026-02-01 00:00 UTC: what is done is kept.',
  );
  expect(error.details).toMatchObject({ retry_after_seconds: 2532 });
  expect(toHubError(request, { ...plain, status: 429 }).hint).toBe(
    'Run the command again in a while: what is done is kept.',
  );
});

it.each([
  { 'Retry-After': '7200' },
  { 'Retry-After': new Date(createFakeClock().now() + 7_200_000).toUTCString() },
  { ratelimit: '"api";r=0;t=7199' },
])('gives up at once if the Hub asks for two hours (%j)', async (headers) => {
  const standIn = await startHub();
  const clock = createFakeClock();
  const hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock });
  const answer = json({ error: 'too many' }, { status: 429, headers });
  standIn.fault({ match: 'GET /api/whoami-v2', kind: 'other-answer', answer, times: 9 });
  const error: unknown = await hub.send({ method: 'GET', path: '/api/whoami-v2' }).catch((reason: unknown) => reason);
  const requests = hub.requestCount();
  await standIn.close();
  expect(requests).toBe(1);
  expect(error).toMatchObject({ code: 'hub_http_429', details: { retry_after_seconds: 7200 } });
  expect(error).toHaveProperty('hint', expect.stringContaining('wait 2 h 0 min. Run the command again after'));
});

it.each([
  ['{"error":"no"}', 'no'],
  ['{"error":["a","b"]}', 'a; b'],
  ['{"errors":[{"message":"\\"license\\" must be one of [mit]"}],"warnings":[]}', '"license" must be one of [mit]'],
  ['{"errors":[{"code":1}]}', '{"code":1}'],
  ['{"error":"denied","error_description":"expired"}', 'expired'],
  ['<html><body>Bad   gateway</body></html>', 'Bad   gateway'],
  ['', ''],
])('reads %s', (body, message) => {
  expect(readMessage(body)).toBe(message);
});
