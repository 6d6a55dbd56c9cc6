import type { Environment } from '../environment.ts';

/** Environment variables that hold a secret of a campaign, or a way to get one. */
const secretNames = [
  'HF_TOKEN',
  'HUGGING_FACE_HUB_TOKEN',
  'ARGILLA_API_KEY',
  'ARGILLA_API_URL',
  'PRANK_PSEUDONYM_KEY',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
];

/** The environment for a program that is not part of prank. */
export function envWithoutSecrets(env: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secretNames.includes(name)));
}
