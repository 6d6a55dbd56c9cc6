import type { Connection } from '../../argilla/connection.ts';
import { openArgilla } from '../open/argilla.ts';
import type { Host } from '../open/types.ts';
import type { AccessHeaders } from './access.ts';

/** How long one attempt may take at a Space that may not be up. */
const tryMs = 30_000;

/** Opens Argilla on a Space; `patient` false = every request is tried only once. */
export function openSpace(
  host: Host,
  url: string,
  { apiKey, patient, extraHeaders }: { apiKey: string; patient: boolean; extraHeaders: AccessHeaders | null },
): Connection {
  return openArgilla(host, {
    url,
    apiKey,
    ...(patient ? {} : { retryLimits: { retries: 0, baseMs: 0, maxMs: 0 }, timeoutMs: tryMs }),
    ...(extraHeaders === null ? {} : { extraHeaders }),
  });
}
