import type { ServerSoftware } from '../../src/model.ts';
import type { Server } from './argilla-world.ts';

/** The real Argilla that the start script started. Throws if the environment does not name it. */
export function realServer(): Server {
  const { ARGILLA_API_URL: url, ARGILLA_API_KEY: ownerKey } = process.env;
  if (url === undefined || ownerKey === undefined) {
    throw new Error(
      'Set ARGILLA_API_URL and ARGILLA_API_KEY, or run test/support/argilla/run-suite, which starts a server.',
    );
  }
  return { url, ownerKey };
}

/** What the start script started. */
export function realSoftware(): ServerSoftware {
  return process.env['ARGILLA_SERVER'] === 'extralit' ? 'extralit' : 'argilla';
}

/** A Python with the official client. Throws if the environment does not name one. */
export function argillaPython(): string {
  const { ARGILLA_PYTHON: python } = process.env;
  if (python === undefined) {
    throw new Error('Set ARGILLA_PYTHON to a Python that has argilla 2.8.0, or run test/support/argilla/run-suite.');
  }
  return python;
}
