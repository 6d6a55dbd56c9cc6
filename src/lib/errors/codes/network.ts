import type { ErrorCases } from '../error-case.ts';
import { ExitCode } from '../exit-code.ts';

/** The way to Argilla and the Hub. Nothing was sent to them. */
export const networkCodes = {
  certificate_refused: {
    exit: ExitCode.remote,
    cause:
      'A server has a certificate that this machine does not trust: it is self-signed, expired, for another host, or from an authority that is unknown here. No key was sent.',
    remedy:
      'If you trust whoever issued it, set NODE_EXTRA_CA_CERTS to a PEM file of its authority, in the environment and not in .env. ' +
      'If it has expired, it must be renewed on the server. docs/networks.md shows each case.',
  },
  scheme_wrong: {
    exit: ExitCode.remote,
    cause:
      'An address begins with https:// and the server there does not encrypt, or it begins with http:// and the server expects HTTPS.',
    remedy:
      'Correct the beginning of the address, or its port: `argilla.url` in prank.yaml, ARGILLA_API_URL or HF_ENDPOINT.',
  },
  proxy_unreachable: {
    exit: ExitCode.remote,
    cause:
      'HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names a proxy that does not answer, or that prank cannot use. Argilla and the Hub were not asked.',
    remedy:
      'Correct or unset the variable in the environment. NO_PROXY lists hosts that need no proxy, such as NO_PROXY=argilla.example.org. See docs/networks.md.',
  },
  proxy_refused: {
    exit: ExitCode.remote,
    cause: 'The proxy of your network answered, but did not connect prank with the server.',
    remedy:
      'Ask whoever runs the proxy to allow the host that the message names, or list it in NO_PROXY if it can be reached without the proxy.',
  },
  proxy_login_needed: {
    exit: ExitCode.permission,
    cause: 'The proxy of your network asks for a user and password. Argilla and the Hub were not asked.',
    remedy:
      'Put them into the address of the proxy in the environment: `HTTPS_PROXY=http://<user>:<password>@host:port`. In them, write @ as %40, : as %3A and / as %2F. They go to the proxy alone.',
  },
  proxy_login_rejected: {
    exit: ExitCode.permission,
    cause: 'The proxy of your network does not accept the user and password in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.',
    remedy: 'Correct them in the environment. In a user or password, write @ as %40, : as %3A and / as %2F.',
  },
} as const satisfies ErrorCases;
