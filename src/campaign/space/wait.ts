import type { Connection } from '../../argilla/connection.ts';
import { getOwnUser } from '../../argilla/users.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { readSpaceLog } from '../../hub/spaces/logs.ts';
import { classifyStage, getRuntime, type SpaceRuntime } from '../../hub/spaces/runtime.ts';
import { PermissionError, RemoteError, UnsafeError } from '../../lib/errors.ts';
import { isLastingCode } from '../../lib/network/failure.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit } from '../../model.ts';
import type { Host } from '../open/types.ts';

/** A Space that should come up. */
export interface AwaitedSpace {
  hub: HubConnection;
  /** `owner/name`. */
  space: string;
  /** Argilla on the Space; each request is tried only once. */
  connection: Connection;
}

export interface WaitOptions {
  /** Milliseconds since the epoch. */
  deadlineMs: number;
  /** What was just done to the Space: the stage may still be the one from before. */
  changed: { settings: boolean; commit: string | null };
}

const firstPollMs = 250;
const longestPollMs = 10_000;

/** If no new stage shows within this time, none will come. */
const graceMs = 60_000;

/**
 * Waits until the Space runs what it should, and Argilla on it accepts our key. Reports each change of the stage.
 * Throws RemoteError `space_failed` with the end of the log, `space_not_ready` at the deadline, UnsafeError `space_paused`;
 * PermissionError `argilla_key_rejected`.
 */
export async function waitForArgilla(
  awaited: AwaitedSpace,
  { clock, signal }: Pick<Host, 'clock' | 'signal'>,
  options: WaitOptions,
  emit: Emit,
): Promise<SpaceRuntime> {
  const { space, connection } = awaited;
  const watch = createWatch(awaited, clock, options, emit);
  for (let pollMs = firstPollMs; ; pollMs = Math.min(longestPollMs, pollMs * 1.5)) {
    const runtime = await watch.look();
    if (runtime !== null && (await isAnswering(awaited))) return runtime;
    if (clock.now() >= options.deadlineMs) throw notReady(space, watch.stage(), connection.url);
    emit({ type: 'progress', task: `waiting for ${space}`, done: 0, total: null });
    await clock.sleep(pollMs, signal);
  }
}

interface Watch {
  /** Reads the runtime once; not null = it runs what it should. */
  look: () => Promise<SpaceRuntime | null>;
  stage: () => string;
}

function createWatch(
  { hub, space, connection }: AwaitedSpace,
  clock: Host['clock'],
  { changed }: WaitOptions,
  emit: Emit,
): Watch {
  const startedMs = clock.now();
  const isUntouched = !changed.settings && changed.commit === null;
  let last = '';
  let hasMoved = false;

  /** Whether the stage is the result of what we did, not left over from before. */
  function isNews({ commit }: SpaceRuntime): boolean {
    if (isUntouched || clock.now() - startedMs >= graceMs) return true;
    const runsCommit = changed.commit === null || commit === null || commit === changed.commit;
    const mustMove = changed.settings || commit === null || changed.commit === null;
    return runsCommit && (hasMoved || !mustMove);
  }

  async function look(): Promise<SpaceRuntime | null> {
    const runtime = await getRuntime(hub, space);
    const { stage } = runtime;
    const isNothingToTell = last === '' && isUntouched && stage === 'RUNNING';
    if (stage !== last && !isNothingToTell) emit({ type: 'info', text: `${space}: ${describeStage(stage)}` });
    last = stage;
    const kind = classifyStage(stage);
    hasMoved ||= kind === 'starting';
    if (kind === 'asleep') await visit(connection);
    if (kind === 'starting' || kind === 'asleep' || !isNews(runtime)) return null;
    if (kind === 'failed') throw await spaceFailed(hub, space, runtime);
    if (kind === 'paused') throw spacePaused(space, stage);
    return runtime;
  }

  return { look, stage: () => last };
}

/** Any visit wakes the Space. The response does not matter. */
async function visit(connection: Connection): Promise<void> {
  await getOwnUser(connection).catch(() => null);
}

/** false = not yet: until Argilla is up, the host responds with its own pages and errors. */
async function isAnswering({ connection, space }: AwaitedSpace): Promise<boolean> {
  try {
    await getOwnUser(connection);
    return true;
  } catch (error) {
    if (error instanceof PermissionError && error.code === 'argilla_key_rejected') {
      throw new PermissionError(
        'argilla_key_rejected',
        `Argilla on ${space} is up, but does not know the key in ARGILLA_API_KEY.`,
        {
          hint: `Sign in at ${connection.url}, copy the key from "My settings" into .env as ARGILLA_API_KEY. A database that is older than the secret API_KEY keeps its first key.`,
          cause: error,
        },
      );
    }
    if (error instanceof RemoteError && !isLastingCode(error.code)) return false;
    throw error;
  }
}

/** `RUNNING_APP_STARTING` in words for people. */
function describeStage(stage: string): string {
  return printable(stage.toLowerCase().replaceAll('_', ' '), 60);
}

function notReady(space: string, stage: string, url: string): RemoteError {
  const what = stage === 'RUNNING' ? `runs, but Argilla does not answer at ${url} yet` : `is ${describeStage(stage)}`;
  return new RemoteError('space_not_ready', `The time is up, and ${space} ${what}.`, { details: { stage } });
}

/** Only its owner can wake a paused Space. */
export function spacePaused(space: string, stage: string): UnsafeError {
  return new UnsafeError('space_paused', `${space} is ${describeStage(stage)}.`, {
    hint: `${prankCommand('deploy')} starts it again.`,
    details: { stage },
  });
}

const shownLines = 30;

/** The error of a Space that won't come up by itself, with the end of the log that shows why. */
export async function spaceFailed(
  hub: HubConnection,
  space: string,
  { stage, errorMessage }: SpaceRuntime,
): Promise<RemoteError> {
  const kind = stage === 'RUNTIME_ERROR' ? 'run' : 'build';
  const log = await readSpaceLog(hub, space, { kind, lines: shownLines }).catch(() => []);
  const lines = log.map((line) => printable(line, 300));
  const said = errorMessage === null || errorMessage === '' ? '' : `: ${printable(errorMessage, 500)}`;
  const shown =
    lines.length === 0 ? '' : `\nThe end of its ${kind} log:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return new RemoteError('space_failed', `${space} failed (${describeStage(stage)})${said}.${shown}`, {
    hint: `Read ${hub.endpoint}/spaces/${space}?logs=${kind === 'run' ? 'container' : 'build'}; once the cause is gone, restart it there and run ${prankCommand('deploy')} again.`,
    details: { stage, log: lines },
  });
}
