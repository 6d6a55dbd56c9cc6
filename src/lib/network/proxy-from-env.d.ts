declare module 'proxy-from-env' {
  /** The proxy for an address, as HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say; '' = none. */
  export function getProxyForUrl(url: string): string;
}
