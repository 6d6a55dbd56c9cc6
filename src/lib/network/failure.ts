import { type ErrorFields, type PrankError, type RemoteError } from '../errors.ts';
import type { Outcome } from '../http.ts';
import { prankCommand } from '../text/shell-command.ts';
import { findCertificateFault } from './certificate.ts';
import { isLoopback, ProxyFailure } from './proxy.ts';
import { describeProxyFailure, type ProxyCode, toProxyLoginError } from './proxy-failure.ts';

/** A server that was asked, as people know it. */
export interface Peer {
  name: 'Argilla' | 'the Hub';
  /** Without user and password. */
  url: string;
  /** Where its address is written; null = nobody wrote it. */
  setting: string | null;
  /** Of the error if it is silent. */
  code: 'argilla_unreachable' | 'hub_unreachable';
  /** It has answered before, so its address is right. */
  isReached: boolean;
}

export type NetworkCode = Peer['code'] | 'certificate_refused' | 'scheme_wrong' | ProxyCode;

/** Why there is no answer, and what to do. */
export interface Failure {
  code: NetworkCode;
  message: string;
  /** null = that of the error table. */
  hint: string | null;
}

/** The error if a request got no answer from its server. `Unreachable` = the class of the connection. */
export function toNetworkError(
  peer: Peer,
  outcome: Outcome,
  Unreachable: new (code: NetworkCode, message: string, fields: ErrorFields) => RemoteError,
  details: Record<string, unknown>,
): PrankError {
  const { error, proxy } = outcome;
  const isLogin = outcome.response?.status === 407 || (error instanceof ProxyFailure && error.status === 407);
  if (isLogin) return toProxyLoginError(peer, proxy);
  const { code, message, hint } = describeFailure(peer, outcome);
  const facts = { ...details, reason: failureCode(error), ...(proxy === null ? {} : { proxy: proxy.url }) };
  return new Unreachable(code, message, { ...(hint === null ? {} : { hint }), details: facts });
}

/** Whether another try must fail in the same way: somebody has to change something first. */
export function isLasting({ error }: Outcome): boolean {
  const code = failureCode(error);
  if (error instanceof ProxyFailure && error.status !== null) return error.status < 500;
  return findCertificateFault(code) !== null || isPlainAnswer(error) || code === 'ERR_INVALID_URL';
}

/** Whether waiting can't help: somebody has to change a setting or a certificate first. */
export function isLastingCode(code: string): boolean {
  return code === 'certificate_refused' || code === 'scheme_wrong';
}

function describeFailure(peer: Peer, { error, proxy }: Outcome): Failure {
  const code = failureCode(error);
  const isPlainUrl = peer.url.startsWith('http://');
  // A request without encryption goes to the proxy itself, so only the proxy can have failed.
  if (proxy !== null && (isPlainUrl || error instanceof ProxyFailure)) {
    const status = error instanceof ProxyFailure ? error.status : null;
    return describeProxyFailure(peer, proxy, { code, status, isPlain: isPlainAnswer(error) });
  }
  const certificate = findCertificateFault(code);
  if (certificate !== null) {
    const message = `prank does not trust ${peer.name} at ${peer.url}: its certificate ${certificate.what} (${code}).`;
    return { code: 'certificate_refused', message, hint: certificate.hint };
  }
  if (isPlainAnswer(error)) {
    const hint = `Write ${peer.url.replace('https:', 'http:')}${settingOf(peer)}, or correct the port.`;
    return { code: 'scheme_wrong', message: `The server at ${peer.url} does not speak HTTPS (${code}).`, hint };
  }
  if (code.startsWith('HPE_')) {
    const hint = `If it expects HTTPS, write ${peer.url.replace('http:', 'https:')}${settingOf(peer)}; otherwise correct the port.`;
    return { code: 'scheme_wrong', message: `The server at ${peer.url} does not speak HTTP (${code}).`, hint };
  }
  const { what, hint } = describeSilence(peer, code, error);
  const via = proxy === null ? '' : ` through the proxy ${proxy.url}`;
  const message = `No answer from ${peer.name} at ${peer.url}${via}${what === '' ? '' : `: ${what}`} (${code}).`;
  return { code: peer.code, message, hint };
}

const networkAdvice = 'Check your network. If only a proxy leads out of it, set HTTPS_PROXY in the environment.';
const waitAdvice = 'Check your network and any firewall in between, then run the command again: what is done is kept.';

function describeSilence(peer: Peer, code: string, error: unknown): { what: string; hint: string | null } {
  const { hostname, protocol } = new URL(peer.url);
  const address = peer.setting === null ? null : `the address in ${peer.setting}`;
  switch (code) {
    case 'ECONNREFUSED':
      return { what: 'it refuses connections', hint: isLoopback(peer.url) ? localAdvice(peer) : refusedAdvice(peer) };
    case 'ENOTFOUND':
      return {
        what: `there is no host ${hostname}`,
        hint: address === null ? networkAdvice : `Check ${address}. If it is right, ${decapitalize(networkAdvice)}`,
      };
    case 'EAI_AGAIN':
      return { what: `the name ${hostname} can't be looked up now`, hint: networkAdvice };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return { what: 'this machine has no way to it', hint: networkAdvice };
    case 'ETIMEDOUT':
    case 'ECONNABORTED':
      return { what: 'it took too long', hint: waitAdvice };
    case 'ECONNRESET':
    case 'EPIPE':
      return describeReset(peer, protocol, error);
    default:
      return isTlsFailure(code)
        ? { what: 'no encryption that both accept', hint: waitAdvice }
        : { what: '', hint: null };
  }
}

function describeReset(peer: Peer, protocol: string, error: unknown): { what: string; hint: string | null } {
  // Node has the same code for all resets, and tells this one apart only in the message.
  if (messageOf(error).includes('before secure TLS connection'))
    return { what: 'the connection broke while its encryption was set up', hint: waitAdvice };
  const what = 'the connection broke';
  if (peer.isReached || protocol === 'https:') return { what, hint: null };
  const secure = peer.url.replace('http:', 'https:');
  return {
    what,
    hint: `If the server expects HTTPS, write ${secure}${settingOf(peer)}. Otherwise run the command again.`,
  };
}

function localAdvice({ name }: Peer): string | null {
  return name === 'Argilla'
    ? `Check that the server is running. To start the embedded one: ${prankCommand('serve')}`
    : null;
}

function refusedAdvice({ setting }: Peer): string | null {
  return setting === null ? null : `Check that the server is running, and the host and port in ${setting}.`;
}

function settingOf({ setting }: Peer): string {
  return setting === null ? '' : ` in ${setting}`;
}

/** The short code of a failure without a response, such as ECONNREFUSED. */
function failureCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** What answered an encrypted greeting is not encrypted. OpenSSL says so only in the message. */
function isPlainAnswer(error: unknown): boolean {
  return (
    isTlsFailure(failureCode(error)) &&
    /wrong version number|packet length too long|http request/iu.test(messageOf(error))
  );
}

function isTlsFailure(code: string): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function decapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
