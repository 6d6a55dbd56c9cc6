import { appendFile } from 'node:fs/promises';

/** Adds Markdown to the page of the run; nothing outside of a job. */
export async function appendSummary(env: NodeJS.ProcessEnv, markdown: string): Promise<void> {
  await append(env['GITHUB_STEP_SUMMARY'], markdown);
}

/** Sets outputs of the step, which later steps may ask for; values are of one line. */
export async function setOutputs(env: NodeJS.ProcessEnv, values: Record<string, string>): Promise<void> {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value.replaceAll(/[\r\n]/gu, ' ')}\n`);
  await append(env['GITHUB_OUTPUT'], lines.join(''));
}

async function append(path: string | undefined, text: string): Promise<void> {
  if (path !== undefined && path !== '') await appendFile(path, text);
}
