import { getProxyForUrl } from 'proxy-from-env';
import { type Login, splitLogin } from '../secrets/address.ts';

/** A proxy that the environment names for an address. */
export interface Proxy {
  /** Safe to show: without user and password. */
  url: string;
  login: Login | null;
  /** The variable that people usually set for such an address. ALL_PROXY may have named it, too. */
  variable: 'HTTPS_PROXY' | 'HTTP_PROXY';
  /** null = not an address that prank can use. */
  address: URL | null;
}

/**
 * The proxy for an address by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, as in curl; null = none. This machine is
 * never reached through a proxy.
 */
export function findProxy(target: string): Proxy | null {
  if (isLoopback(target)) return null;
  const written = getProxyForUrl(target);
  if (written === '') return null;
  const variable = /^https:/iu.test(target) ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  if (!URL.canParse(written)) return { url: '', login: null, variable, address: null };
  const { url, login } = splitLogin(new URL(written));
  const isUsable = url.protocol === 'http:' || url.protocol === 'https:';
  return { url: `${url.protocol}//${url.host}`, login, variable, address: isUsable ? url : null };
}

/** Whether an address leads to this machine. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u.test(new URL(address).hostname);
}

/** The proxy refused or failed to pass a request on, so the server was never asked. */
export class ProxyFailure extends Error {
  /** Such as ECONNREFUSED; EPROXY if the proxy answered with `status`. */
  readonly code: string;
  readonly status: number | null;

  constructor(code: string, status: number | null, cause?: Error) {
    super(cause?.message ?? `The proxy answered ${status}.`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
  }
}
