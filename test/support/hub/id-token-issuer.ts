import { createServer } from 'node:http';

/** The environment of a GitHub Actions job with `id-token: write`, and the server behind it. */
export interface IdTokenIssuer {
  env: { ACTIONS_ID_TOKEN_REQUEST_URL: string; ACTIONS_ID_TOKEN_REQUEST_TOKEN: string };
  /** Number of responses so far, including refusals. */
  count(): number;
  close(): Promise<void>;
}

/** Issues the id token for this audience; for any other audience, a token that nobody trusts. */
export async function startIdTokenIssuer({
  subjectToken,
  audience,
}: {
  subjectToken: string;
  audience: string;
}): Promise<IdTokenIssuer> {
  const requestToken = 'the-request-token-of-the-job';
  let answers = 0;
  const server = createServer((request, response) => {
    answers += 1;
    const asked = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
    const isJob = request.headers.authorization === `Bearer ${requestToken}` && asked.get('api-version') === '2.0';
    const value = asked.get('audience') === audience ? subjectToken : `for ${asked.get('audience')}`;
    response.writeHead(isJob ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isJob ? { count: 1, value } : { message: 'Unauthorized' }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port was bound.');
  return {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${address.port}/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    count: () => answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
