import type { Environment } from './environment.ts';

/** Whether this runs as a job of GitHub Actions. */
export function isGithubJob(env: Environment): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/** The page of the run, or null outside of one. */
export function githubRunUrl(env: Environment): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server === undefined || repository === undefined || run === undefined) return null;
  return `${server}/${repository}/actions/runs/${run}`;
}
