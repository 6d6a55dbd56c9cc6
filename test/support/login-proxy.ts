import { createServer, type IncomingHttpHeaders, request } from 'node:http';

/** A request that the proxy received. */
export interface ProxiedRequest {
  path: string;
  headers: IncomingHttpHeaders;
}

/** A proxy that requires Basic authentication for access to a server on this machine. */
export interface LoginProxy {
  /** Without user and password. */
  url: string;
  /** Requests that were let through. */
  passed: ProxiedRequest[];
  turnedAway: number;
  close(): Promise<void>;
}

/** `user` and `password` are not encoded. The header `Authorization` is not passed on to the server. */
export async function startLoginProxy(target: string, user: string, password: string): Promise<LoginProxy> {
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer((incoming, outgoing) => {
    const { authorization, ...headers } = incoming.headers;
    if (authorization !== wanted) {
      proxy.turnedAway += 1;
      const challenge = { 'WWW-Authenticate': 'Basic realm="raters"', 'Content-Type': 'text/html' };
      return void outgoing.writeHead(401, challenge).end('<h1>Who are you?</h1>');
    }
    proxy.passed.push({ path: incoming.url ?? '', headers: incoming.headers });
    const options = { method: incoming.method, headers };
    const onward = request(new URL(incoming.url ?? '/', target), options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const proxy: LoginProxy = {
    url: `http://127.0.0.1:${port}`,
    passed: [],
    turnedAway: 0,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
