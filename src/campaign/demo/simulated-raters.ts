import { createHash } from 'node:crypto';
import pMap from 'p-map';
import { type Answer, createResponse, listOpenRecords, type OpenRecord } from '../../argilla/answering.ts';
import type { Connection } from '../../argilla/connection.ts';
import { createAnnotator } from '../../argilla/users.ts';
import { addWorkspaceUser } from '../../argilla/workspaces.ts';
import type { Question } from '../../model.ts';

/** A rater of known behaviour, with a connection of their own: they answer over HTTP, as people do. */
export interface SimulatedRater {
  username: string;
  connection: Connection;
  /** Added to their impression of every prompt, on a scale with a standard deviation of 1. */
  leniency: number;
  /** Standard deviation of their mood. */
  noise: number;
}

export interface RaterCrew {
  owner: Connection;
  workspaceId: string;
  /** Opens a connection with a rater's own key. */
  connect: (apiKey: string) => Connection;
  newPassword: () => string;
}

/** Creates the accounts `sim-01` … and adds them to the workspace. Existing accounts are kept. */
export async function createSimulatedRaters(
  crew: RaterCrew,
  { count, seed }: { count: number; seed: number },
): Promise<SimulatedRater[]> {
  const raters: SimulatedRater[] = [];
  for (let number = 1; number <= count; number += 1) {
    const username = `sim-${String(number).padStart(2, '0')}`;
    const account = { username, firstName: 'Simulated', password: crew.newPassword() };
    const user = await createAnnotator(crew.owner, account);
    await addWorkspaceUser(crew.owner, crew.workspaceId, user.id);
    const leniency = 0.5 * normal(`${seed}:leniency:${username}`);
    raters.push({
      username,
      connection: crew.connect(user.apiKey),
      leniency,
      noise: 0.3 + 0.5 * uniform(`${seed}:noise:${username}`),
    });
  }
  return raters;
}

/** Has all raters answer what is open for them until nothing is left; returns the number of answers. */
export async function rateUntilDone(
  raters: readonly SimulatedRater[],
  work: { datasetId: string; question: Question; seed: number },
  onAnswer: () => void,
): Promise<number> {
  let given = 0;
  const turn = async (rater: SimulatedRater): Promise<number> => {
    const open = await listOpenRecords(rater.connection, work.datasetId, 5);
    for (const record of open) {
      await createResponse(rater.connection, record.id, decideAnswer(rater, record, work));
      given += 1;
      onAnswer();
    }
    return open.length;
  };
  // In turns, so that nobody answers a whole wave alone.
  for (let answered = 1; answered > 0;) {
    answered = (await pMap(raters, turn, { concurrency: 3 })).reduce((sum, count) => sum + count, 0);
  }
  return given;
}

/** A rater's answer depends only on the seed, the rater and the prompt, not on the order of the prompts. */
export function decideAnswer(
  { username, leniency, noise }: Pick<SimulatedRater, 'username' | 'leniency' | 'noise'>,
  { externalId, id }: OpenRecord,
  { question, seed }: { question: Question; seed: number },
): Answer {
  const item = externalId ?? id;
  if (uniform(`${seed}:skip:${username}:${item}`) < 0.02) return { status: 'discarded' };
  const quality = normal(`${seed}:quality:${item}`);
  const impression = quality + leniency + noise * normal(`${seed}:mood:${username}:${item}`);
  // The scale's values share the standard normal distribution evenly around its middle.
  const { values } = question;
  const position = Math.round((values.length - 1) / 2 + (impression * values.length) / 4);
  const value = values[Math.min(values.length - 1, Math.max(0, position))] ?? 0;
  return { status: 'submitted', values: { [question.name]: { value } } };
}

/** Uniform in (0, 1), from a hash: the state of a generator would depend on the order of calls. */
function uniform(key: string): number {
  return (createHash('sha256').update(key).digest().readUIntBE(0, 6) + 0.5) / 2 ** 48;
}

/** Standard normal by Box and Muller (1958). */
function normal(key: string): number {
  return Math.sqrt(-2 * Math.log(uniform(`${key}:1`))) * Math.cos(2 * Math.PI * uniform(`${key}:2`));
}
