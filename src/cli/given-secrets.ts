import { listAddressSecrets } from '../lib/secrets/address.ts';
import type { Io } from './io.ts';

/** Variables that hold addresses; programs that we start and libraries that we use read them too. */
const addresses = ['ARGILLA_API_URL', 'HF_ENDPOINT', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/** What is secret in the addresses that a command is given, on its command line and in its environment. */
export function listGivenSecrets(argv: readonly string[], env: Io['env']): string[] {
  const values = addresses.flatMap((name) => [env[name], env[name.toLowerCase()]]);
  // An option may hold its value behind a `=`.
  const words = argv.filter((word) => word.includes('://')).map((word) => word.replace(/^--?[\w-]+=/u, ''));
  return [...values, ...words].flatMap((value) => (value?.includes('@') === true ? listAddressSecrets(value) : []));
}
