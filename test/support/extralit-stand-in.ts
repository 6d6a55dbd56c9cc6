import { createServer, type IncomingHttpHeaders, request } from 'node:http';

export interface ExtralitStandIn {
  url: string;
  /** Headers of the requests so far. */
  requests: { path: string; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/**
 * Makes the embedded server at `target` look like Extralit: it has another version, and takes the key from another
 * header. Everything else is the same on both.
 */
export async function startExtralitStandIn(target: string): Promise<ExtralitStandIn> {
  const requests: ExtralitStandIn['requests'] = [];
  const server = createServer((incoming, outgoing) => {
    const { 'x-argilla-api-key': _, 'x-extralit-api-key': key, ...headers } = incoming.headers;
    const path = incoming.url ?? '/';
    requests.push({ path, headers: incoming.headers });
    if (path === '/api/v1/version') {
      return void outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end('{"version":"0.7.2"}');
    }
    const keyed = key === undefined ? headers : { ...headers, 'x-argilla-api-key': key };
    const onward = request(new URL(path, target), { method: incoming.method, headers: keyed }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
