import { listAddressSecrets } from '../lib/secrets/address.ts';
import type { Io } from './io.ts';

/** Variables that hold addresses. Programs that we start and libraries that we use read them too. */
const addresses = ['ARGILLA_API_URL', 'HF_ENDPOINT', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/** The secrets in the addresses that a command gets from its command line and its environment. */
export function listGivenSecrets(argv: readonly string[], env: Io['env']): string[] {
  const values = addresses.flatMap((name) => [env[name], env[name.toLowerCase()]]);
  // An option may have its value after a `=`.
  const words = argv.filter((word) => word.includes('://')).map((word) => word.replace(/^--?[\w-]+=/u, ''));
  return [...values, ...words].flatMap((value) => (value?.includes('@') === true ? listAddressSecrets(value) : []));
}
