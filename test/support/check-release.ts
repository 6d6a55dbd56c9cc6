import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { argillaPython, realServer } from './argilla-env.ts';

const script = fileURLToPath(new URL('../release/release_check.py', import.meta.url));

/**
 * Opens a release with `datasets` and the official Argilla client: a folder, or owner/name at the Hub of HF_ENDPOINT.
 * Returns what Python printed, or throws all of it if anything is not as documented.
 */
export async function checkRelease(where: string, hubEnv: Record<string, string>): Promise<string> {
  const { url, ownerKey } = realServer();
  const env = { ...process.env, ARGILLA_API_URL: url, ARGILLA_API_KEY: ownerKey, ...hubEnv };
  const words = [script, where, '--argilla'];
  const { stdout } = await promisify(execFile)(argillaPython(), words, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
