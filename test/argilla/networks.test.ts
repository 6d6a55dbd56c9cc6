import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openConnection } from '../../src/argilla/connection.ts';
import { openHub } from '../../src/hub/connection.ts';
import { PrankError } from '../../src/lib/errors.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { type Certificate, Servers } from '../support/network/servers.ts';

const servers = new Servers();
const page = (title: string): string => `<!doctype html><html><head><title>${title}</title></head><body></body></html>`;
const certificates: Certificate[] = ['valid', 'self-signed', 'expired', 'future'];
/** Ports by name. */
let ports: Record<string, number> = {};

beforeAll(async () => {
  for (const name of certificates) ports[name] = await servers.https(name, (_, response) => void response.end('{}'));
  ports['web'] = await servers.http((request, response) => {
    const [, behaviour = ''] = (request.url ?? '').split('/');
    const html = { 'Content-Type': 'text/html' };
    const here = `http://${request.headers.host}`;
    switch (behaviour) {
      case 'argilla':
        return void response.writeHead(200, html).end(page('Argilla'));
      case 'portal':
        return void response.writeHead(200, html).end(page('Welcome to Café Wi-Fi'));
      case 'nginx':
        return void response.writeHead(404, html).end('<html><head><title>404 Not Found</title></head></html>');
      case 'sso':
        return void response.writeHead(401, html).end(page('Sign in'));
      case 'negotiate':
        return void response.writeHead(401, { 'WWW-Authenticate': 'Negotiate' }).end();
      case 'wall':
        return void response.writeHead(403, html).end(page('Forbidden'));
      case 'key': {
        const detail = {
          code: 'argilla.api.errors::UnauthorizedError',
          params: { detail: 'Could not validate credentials' },
        };
        return void response.writeHead(401, { 'Content-Type': 'application/json' }).end(JSON.stringify({ detail }));
      }
      case 'basic':
        return void response.writeHead(401, { ...html, 'WWW-Authenticate': 'Basic realm="x"' }).end(page('401'));
      case 'to-https':
        return void response.writeHead(301, { Location: `https://127.0.0.1${request.url}` }).end();
      case 'to-path':
        return void response.writeHead(308, { Location: `${here}/below${request.url}` }).end();
      case 'to-other':
        return void response.writeHead(302, { Location: `https://other.example${request.url}` }).end();
      case 'to-login':
        return void response.writeHead(302, { Location: 'https://me:hunter22@sso.example/login?token=hunter22' }).end();
      case 'tls-wanted':
        return void response
          .writeHead(400, html)
          .end('<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>');
      default:
        return void response.writeHead(407, html).end();
    }
  });
  ports['ssh'] = await servers.raw((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  ports['reset'] = await servers.raw((socket) => void socket.destroy());
  ports['hangs-up'] = await servers.raw((socket) => void socket.resetAndDestroy());
  const answers: Record<string, string> = {
    'asks-login':
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n',
    forbids: 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n',
    'bad-gateway': 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n',
  };
  for (const [name, answer] of Object.entries(answers)) ports[name] = (await servers.proxy(answer)).port;
  ports['to-self-signed'] = (await servers.proxy(null, ports['self-signed'])).port;
});
afterAll(() => servers.close());
afterEach(() => vi.unstubAllEnvs());

interface Situation {
  /** Address of the server; PORT:name becomes a port. */
  url: string;
  env?: Record<string, string>;
}

function fill(text: string): string {
  return text.replaceAll(/PORT:([a-z-]+)/gu, (_, name: string) => String(ports[name]));
}

/** Ports by their names again, because they differ each time. */
function unfill(text: string): string {
  return text.replaceAll(/(?<=:)\d{4,5}\b/gu, (port) => {
    const name = Object.keys(ports).find((key) => String(ports[key]) === port);
    return name === undefined ? port : `PORT:${name}`;
  });
}

function stubProxies(env: Record<string, string> = {}): void {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, env[name] === undefined ? '' : fill(env[name]));
    vi.stubEnv(name.toLowerCase(), '');
  }
}

const secure = 'https://argilla.example';
const plain = 'http://argilla.example';
const login = 'me:hunter22';

const situations: Record<string, Situation> = {
  'a self-signed certificate': { url: 'https://127.0.0.1:PORT:self-signed' },
  'a certificate of an unknown authority': { url: 'https://127.0.0.1:PORT:valid' },
  'an expired certificate': { url: 'https://127.0.0.1:PORT:expired' },
  'a certificate of the future': { url: 'https://127.0.0.1:PORT:future' },
  'https:// to a server without TLS': { url: 'https://127.0.0.1:PORT:web' },
  'http:// to a server with TLS': { url: 'http://127.0.0.1:PORT:valid' },
  'http:// to a server with TLS that says so': { url: 'http://127.0.0.1:PORT:web/tls-wanted' },
  'http:// to a server of another kind': { url: 'http://127.0.0.1:PORT:ssh' },
  'a host that does not exist': { url: 'https://nowhere.invalid' },
  'a closed port of this machine': { url: 'http://127.0.0.1:9' },
  'a server that hangs up': { url: 'http://127.0.0.1:PORT:reset' },
  'a server that hangs up during TLS': { url: 'https://127.0.0.1:PORT:reset' },
  'a server that resets during TLS': { url: 'https://127.0.0.1:PORT:hangs-up' },
  'a path that is too much': { url: 'http://127.0.0.1:PORT:web/argilla' },
  'a path that is missing': { url: 'http://127.0.0.1:PORT:web/nginx' },
  'another website': { url: 'http://127.0.0.1:PORT:web/portal' },
  'a key that Argilla does not accept': { url: 'http://127.0.0.1:PORT:web/key' },
  'a sign-in page in front': { url: 'http://127.0.0.1:PORT:web/sso' },
  'a sign-in of another kind in front': { url: 'http://127.0.0.1:PORT:web/negotiate' },
  'Basic authentication in front': { url: 'http://127.0.0.1:PORT:web/basic' },
  'Basic authentication in front that rejects the user': { url: `http://${login}@127.0.0.1:PORT:web/basic` },
  'a firewall in front': { url: 'http://127.0.0.1:PORT:web/wall' },
  'a redirect to https': { url: 'http://127.0.0.1:PORT:web/to-https' },
  'a redirect to a path': { url: 'http://127.0.0.1:PORT:web/to-path' },
  'a redirect to another host': { url: 'http://127.0.0.1:PORT:web/to-other' },
  'a redirect to a sign-in': { url: 'http://127.0.0.1:PORT:web/to-login' },
  "a proxy that is in nobody's settings": { url: 'http://127.0.0.1:PORT:web/407' },
  'a dead proxy': { url: secure, env: { HTTPS_PROXY: `http://${login}@127.0.0.1:9` } },
  'a dead proxy, without TLS': { url: plain, env: { HTTP_PROXY: `http://${login}@127.0.0.1:9` } },
  'a proxy that does not exist': { url: secure, env: { HTTPS_PROXY: 'http://proxy.invalid:3128' } },
  'a proxy that asks for a login': { url: secure, env: { HTTPS_PROXY: 'http://127.0.0.1:PORT:asks-login' } },
  'a proxy that asks for a login, without TLS': { url: plain, env: { HTTP_PROXY: 'http://127.0.0.1:PORT:asks-login' } },
  'a proxy that rejects the login': { url: secure, env: { HTTPS_PROXY: `http://${login}@127.0.0.1:PORT:asks-login` } },
  'a proxy that forbids the host': { url: secure, env: { HTTPS_PROXY: 'http://127.0.0.1:PORT:forbids' } },
  'a proxy that does not reach the host': { url: secure, env: { HTTPS_PROXY: 'http://127.0.0.1:PORT:bad-gateway' } },
  'a proxy that hangs up': { url: secure, env: { HTTPS_PROXY: 'http://127.0.0.1:PORT:reset' } },
  'something that is no proxy': { url: secure, env: { HTTPS_PROXY: 'http://127.0.0.1:PORT:ssh' } },
  'https:// to a proxy without TLS': { url: secure, env: { HTTPS_PROXY: 'https://127.0.0.1:PORT:forbids' } },
  'a proxy with a self-signed certificate': { url: secure, env: { HTTPS_PROXY: 'https://127.0.0.1:PORT:self-signed' } },
  'a SOCKS proxy': { url: secure, env: { ALL_PROXY: `socks5://${login}@127.0.0.1:1080` } },
  'a proxy whose address is none': { url: secure, env: { HTTPS_PROXY: `http://${login}@bad host` } },
  'a certificate of an unknown authority behind a proxy': {
    url: secure,
    env: { HTTPS_PROXY: 'http://127.0.0.1:PORT:to-self-signed' },
  },
};

/** What both connections say, by situation. */
const said = new Map<string, string>();

describe('each situation has a message and a next step', () => {
  it.each(Object.entries(situations))('%s', async (name, { url, env }) => {
    stubProxies(env);
    const given = { userAgent: 'prank/test', clock: createFakeClock() };
    const argilla = openConnection({ ...given, url: fill(url), apiKey: 'owner.key' });
    const asked = argilla.request({ method: 'GET', path: '/version', schema: z.unknown() });
    const lines = [unfill(await render(asked)), `requests: ${argilla.requestCount()}`];
    expect(lines.join()).not.toMatch(/hunter22|owner\.key|\bbug\b/u);
    said.set(name, lines.join('\n'));
  });

  it('in words that are kept in a file', async () => {
    const text = [...said].map(([name, lines]) => `# ${name}\n${lines}\n`).join('\n');
    await expect(text).toMatchFileSnapshot('networks.txt');
  });
});

describe('the Hub', () => {
  it.each([
    ['a dead proxy', 'https://huggingface.co', { HTTPS_PROXY: `http://${login}@127.0.0.1:9` }],
    ['a proxy that asks for a login', 'https://huggingface.co', { HTTPS_PROXY: 'http://127.0.0.1:PORT:asks-login' }],
    ['a certificate of a company', 'https://huggingface.co', { HTTPS_PROXY: 'http://127.0.0.1:PORT:to-self-signed' }],
    ['a mirror with an expired certificate', 'https://127.0.0.1:PORT:expired', {}],
    ['a mirror without TLS', 'https://127.0.0.1:PORT:web', {}],
    ['a mirror that does not exist', 'https://nowhere.invalid', {}],
    ['a mirror that is a web page', 'http://127.0.0.1:PORT:web/portal', {}],
  ] satisfies [string, string, Record<string, string>][])('%s', async (name, url, env) => {
    stubProxies(env);
    const hub = openHub({
      endpoint: fill(url),
      token: 'hf_hunter22',
      userAgent: 'prank/test',
      clock: createFakeClock(),
    });
    const text = unfill(await render(hub.request({ method: 'GET', path: '/api/whoami-v2', schema: z.object({}) })));
    expect(text).not.toContain('hunter22');
    hubSaid.set(name, text);
  });

  const hubSaid = new Map<string, string>();
  it('in words that are kept in a file', async () => {
    const text = [...hubSaid].map(([name, lines]) => `# ${name}\n${lines}\n`).join('\n');
    await expect(text).toMatchFileSnapshot('networks-hub.txt');
  });
});

async function render(asked: Promise<unknown>): Promise<string> {
  const error = await asked.catch((caught: unknown) => caught);
  if (!(error instanceof PrankError)) throw new Error('it was answered', { cause: error });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter22');
  return `${error.code}, exit ${error.exitCode}\n${error.message}\n${error.hint}`;
}
