import { request as requestHttp } from 'node:http';
import { Agent, type AgentOptions, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import { basicAuthorization } from '../secrets/address.ts';
import { type Proxy, ProxyFailure } from './proxy.ts';

/** A proxy connects within seconds, or not at all. */
const connectMs = 30_000;

type OnSocket = (error: Error | null, socket?: Duplex) => void;

/**
 * Sends HTTPS requests through a proxy, which sees only the name of the host. Sockets fail with ProxyFailure as long as
 * the proxy is at fault, so that nobody blames the server. The proxy's user and password go to nobody else.
 */
export class TunnelAgent extends Agent {
  readonly #address: URL;
  readonly #headers: Record<string, string>;

  constructor({ login }: Proxy, address: URL, options: AgentOptions) {
    super(options);
    this.#address = address;
    this.#headers = login === null ? {} : { 'Proxy-Authorization': basicAuthorization(login) };
  }

  /** Node calls this for each new socket. */
  override createConnection(options: ConnectionOptions, onSocket: OnSocket): undefined {
    const { host = '' } = options;
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port ?? 443}`;
    const { protocol, hostname, port } = this.#address;
    const request = (protocol === 'https:' ? requestHttps : requestHttp)({
      method: 'CONNECT',
      host: hostname.replaceAll(/^\[|\]$/gu, ''),
      ...(port === '' ? {} : { port }),
      path: target,
      headers: { Host: target, ...this.#headers },
      agent: false,
      timeout: connectMs,
    });
    request.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      // The timeout was meant for the proxy. The server may take longer.
      socket.setTimeout(0);
      if (statusCode >= 200 && statusCode < 300) return onSocket(null, connect({ ...options, socket }));
      socket.destroy();
      onSocket(new ProxyFailure('EPROXY', statusCode));
    });
    request.once('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.once('error', (error: NodeJS.ErrnoException) => {
      onSocket(new ProxyFailure(error.code ?? 'unknown', null, error));
    });
    request.end();
  }
}
