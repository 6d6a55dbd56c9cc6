import type { HubConnection } from '../connection.ts';
import { HubHttpError } from '../http-error.ts';
import type { Repository } from './repositories.ts';

/** A mirror may not have this route, and the Hub does not check a card of several MB. The commit is checked anyway. */
const cannotSay = new Set([404, 405, 413]);

/**
 * Asks whether the Hub would accept a README.md, before anything is created for it. Throws UsageError
 * `hub_card_refused` with what the Hub says.
 */
export async function checkCard(hub: HubConnection, { type }: Repository, content: string): Promise<void> {
  const body = { repoType: type, content };
  try {
    await hub.send({ method: 'POST', path: '/api/validate-yaml', body, repeatable: true });
  } catch (error) {
    if (!(error instanceof HubHttpError && cannotSay.has(error.status))) throw error;
  }
}
