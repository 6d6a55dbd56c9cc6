import { PermissionError } from '../errors.ts';
import { findCertificateFault } from './certificate.ts';
import type { Proxy } from './proxy.ts';

export type ProxyCode = 'proxy_unreachable' | 'proxy_refused';

/** The server that a proxy should have reached. */
interface Target {
  name: string;
  url: string;
}

/** What a proxy did: `status` = its answer, null = none. `isPlain` = it answered without the encryption of its address. */
interface ProxyFacts {
  code: string;
  status: number | null;
  isPlain: boolean;
}

interface ProxyFault {
  code: ProxyCode | 'certificate_refused';
  message: string;
  hint: string;
}

/** Why a proxy did not pass a request on, and what to type. */
export function describeProxyFailure(target: Target, proxy: Proxy, { code, status, isPlain }: ProxyFacts): ProxyFault {
  const { variable } = proxy;
  const host = new URL(target.url).hostname;
  const around = `To reach ${host} without the proxy, set NO_PROXY=${host} in the environment.`;
  if (proxy.address === null) {
    return {
      code: 'proxy_unreachable',
      message:
        proxy.url === ''
          ? `${variable} or ALL_PROXY in the environment is not the address of a proxy.`
          : `The proxy ${proxy.url} is of a kind that prank can't use: only http:// and https:// work.`,
      hint: `Set ${variable}=http://host:port in the environment, or unset it and ALL_PROXY. ${around}`,
    };
  }
  if (isPlain) {
    const address = proxy.url.replace('https:', 'http:');
    return {
      code: 'proxy_unreachable',
      message: `The proxy at ${proxy.url} does not speak HTTPS (${code}).`,
      hint: `Write ${variable}=${address} in the environment: what goes through it is encrypted anyway.`,
    };
  }
  const certificate = findCertificateFault(code);
  if (certificate !== null) {
    const message = `prank does not trust the proxy at ${proxy.url}: its certificate ${certificate.what} (${code}).`;
    return { code: 'certificate_refused', message, hint: certificate.hint };
  }
  if (status !== null && status >= 500) {
    const message = `The proxy ${proxy.url} can't reach ${target.name} at ${target.url}: it answered ${status}.`;
    return { code: 'proxy_refused', message, hint: `Check the address, and run the command again. ${around}` };
  }
  if (status !== null) {
    const message = `The proxy ${proxy.url} does not let prank reach ${target.name} at ${target.url}: it answered ${status}.`;
    return { code: 'proxy_refused', message, hint: `Ask whoever runs the proxy to allow ${host}. ${around}` };
  }
  return {
    code: 'proxy_unreachable',
    message: `No answer from the proxy ${proxy.url}, which leads to ${target.name} at ${target.url} (${code}).`,
    hint: `Correct or unset ${variable} (or ALL_PROXY) in the environment. ${around}`,
  };
}

/** The error if a proxy of this machine asks for a user and password, or does not accept them. */
export function toProxyLoginError(target: Target, proxy: Proxy | null): PermissionError {
  const details = { proxy: proxy?.url ?? null };
  if (proxy === null) {
    const message = `A proxy on the way to ${target.name} at ${target.url} asks for a user and password.`;
    return new PermissionError('proxy_login_needed', message, {
      hint: 'Ask who runs your network for its address, and set HTTPS_PROXY=http://<user>:<password>@host:port in the environment.',
      details,
    });
  }
  const example = `${proxy.variable}=${proxy.url.replace('://', '://<user>:<password>@')}`;
  if (proxy.login === null) {
    const message = `The proxy ${proxy.url} asks for a user and password before it lets prank reach ${target.name}.`;
    return new PermissionError('proxy_login_needed', message, {
      hint: `Set them in the environment; write @ as %40, : as %3A and / as %2F:  ${example}`,
      details,
    });
  }
  const message = `The proxy ${proxy.url} does not accept the user and password of ${proxy.variable}.`;
  return new PermissionError('proxy_login_rejected', message, {
    hint: `Correct them in the environment; write @ as %40, : as %3A and / as %2F:  ${example}`,
    details,
  });
}
