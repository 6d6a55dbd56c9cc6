import { expect, it } from 'vitest';
import { readDetail, toHttpError } from '../../src/argilla/http-error.ts';

const cases: [string, string, string][] = [
  ['a sentence', '{"detail":"Dataset with id `1` not found"}', 'Dataset with id `1` not found'],
  [
    'a validation error',
    '{"detail":{"code":"argilla.api.errors::ValidationError","params":{"errors":[{"loc":["body","items"],"msg":"too long"}]}}}',
    'body.items: too long',
  ],
  [
    'a refusal',
    '{"detail":{"code":"x","params":{"detail":"Could not validate credentials"}}}',
    'Could not validate credentials',
  ],
  [
    'a server error',
    '{"detail":{"code":"x","params":{"type":"sqlite3","message":"database is locked"}}}',
    'database is locked',
  ],
  ['a missing vector', '{"code":"missing_vector","message":"no vector"}', 'no vector'],
  ["a proxy's page", '<html><body><h1>502 Bad Gateway</h1></body></html>', '502 Bad Gateway'],
  ['nothing', '', 'no explanation'],
  ['terminal escapes', '{"detail":"a\\u001b[31mb"}', 'a\\u001b[31mb'],
];
it.each(cases)('reads %s', (_, body, detail) => {
  expect(readDetail(body)).toBe(detail);
});

const refusal = { url: 'http://argilla.test', request: 'GET /api/v1/me', body: '{}', location: null };
it.each([
  [401, 3, 'argilla_key_rejected'],
  [403, 3, 'argilla_not_allowed'],
  [307, 4, 'argilla_redirects'],
  [404, 4, 'argilla_http_404'],
  [500, 4, 'argilla_http_500'],
])('status %d exits %d as %s', (status, exitCode, code) => {
  expect(toHttpError({ ...refusal, status })).toMatchObject({ exitCode, code });
});
