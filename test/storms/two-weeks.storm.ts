import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ArgillaUnreachableError } from '../../src/argilla/http-error.ts';
import { PrankError } from '../../src/lib/errors.ts';
import { makeRandom } from '../../src/rank/forecast/random.ts';
import { BackedUpCampaign, type Machine, SimulatedClock } from '../support/backed-up-campaign.ts';
import { Crowd } from '../support/crowd.ts';
import { makePrompt } from '../support/embedded-campaign.ts';
import { Fuse, Killed } from '../support/fuse.ts';
import { playCampaign } from '../support/played-campaign.ts';
import { readRows } from '../support/read-rows.ts';
import { writePrompts } from '../support/write-prompts.ts';

const releaseName = 'organizer/rating-ranked';
const design = { prompts: 2_000, raters: 350, answers: 2_500, days: 14, overlap: 3, wave: 100, syncEveryHours: 6 };
const hourMs = 3_600_000;

let test: BackedUpCampaign | null = null;
afterEach(async () => {
  await test?.close();
  test = null;
});

it('two weeks with 350 raters, faults in a fifth of all syncs and a lost server: every answer is released once', async () => {
  const clock = new SimulatedClock(Date.UTC(2026, 2, 2, 9));
  const campaign = await BackedUpCampaign.start(clock);
  test = campaign;
  const { wave, overlap } = design;
  campaign.publishTo(releaseName, { wave, overlap, raters: 'username' });
  await campaign.deploy();
  const random = makeRandom(7, 0, 'answers');
  const crowd = new Crowd('rating', random);
  const first = await campaign.machine();
  const prompts = Array.from({ length: design.prompts }, (_, index) =>
    makePrompt(`p${index}`, {
      license: 'cc0-1.0',
      metadata: { weight: 1 },
      kind: index % 2 === 0 ? 'human' : 'synthetic',
    }),
  );
  await writePrompts(first.promptsPath, prompts);
  await first.sync();
  await crowd.join(campaign.owner, design.raters);

  const rounds = (design.days * 24) / design.syncEveryHours;
  const told = { faults: 0, failed: 0 };
  for (let round = 0; round < rounds; round += 1) {
    await crowd.look(campaign.owner);
    const spanMs = design.syncEveryHours * hourMs;
    await crowd.rate(Math.round(design.answers / rounds), design.overlap, (share) => clock.pass(share * spanMs));
    // A scheduler starts with only prank.yaml; the organizer's machine has its folder.
    const machine = round % 2 === 0 ? first : await campaign.machine();
    if (random.uniform() < 0.2) {
      told.faults += 1;
      if (!(await syncInBadWeather(campaign, machine, random))) told.failed += 1;
    } else {
      await machine.sync();
    }
    // Its database is lost after a sync of everything acknowledged: nobody can bring back what was never pulled.
    if (round === rounds / 2) await loseServer(campaign, machine);
  }
  await campaign.settle(first);

  expect(await readReleased(campaign)).toEqual(toRows(crowd, await usernames(campaign)));
  expect(campaign.hub.unknown).toEqual([]);
  expect(campaign.hub.leaks).toEqual([]);
  const releases = campaign.hub
    .repo('dataset', releaseName)
    .commits.flatMap(({ title }) => /^Release (v\d+):/u.exec(title)?.[1] ?? []);
  expect(new Set(releases).size).toBe(releases.length);
  expect(crowd.turnedAway).toBe(0);
  expect(told.failed).toBeGreaterThan(2);
  const finished = (await campaign.records()).filter(({ status }) => status === 'completed').length;
  const atOnce = playCampaign({ ...design, wave: 'all', seed: 7 });
  expect(finished).toBeGreaterThan(1.5 * atOnce.finished);
  process.stdout.write(
    [
      `${rounds} syncs, ${told.faults} with faults, ${told.failed} of these failed; ${crowd.given.size} answers in ${releases.length} releases`,
      'finished prompts of the same answers:',
      `  in waves of ${design.wave}   ${finished}`,
      `  all at once       ${atOnce.finished}`,
      '',
    ].join('\n'),
  );
}, 1_800_000);

/** Whether the round succeeded. It may only fail in a way that a person can act on. */
async function syncInBadWeather(
  campaign: BackedUpCampaign,
  machine: Machine,
  random: ReturnType<typeof makeRandom>,
): Promise<boolean> {
  const kind = random.below(3);
  const calls = 1 + random.below(30);
  const storm = kind === 0 ? campaign.hub.storm({ seed: calls, share: 0.3 }) : null;
  const fuses = [undefined, new Fuse(calls, 'after'), new Fuse(calls, 'before', unreachable)];
  try {
    await machine.sync({}, fuses[kind]);
    return true;
  } catch (error) {
    if (!(error instanceof Killed || error instanceof PrankError)) throw error;
    return false;
  } finally {
    storm?.stop();
  }
}

function unreachable(): Error {
  return new ArgillaUnreachableError('argilla_unreachable', 'The server can not be reached.');
}

async function loseServer(campaign: BackedUpCampaign, machine: Machine): Promise<void> {
  await campaign.settle(machine);
  await campaign.wipe();
  await expect(machine.sync()).rejects.toMatchObject({ code: 'server_was_reset' });
  await campaign.deploy();
  await expect(machine.sync()).rejects.toMatchObject({ code: 'server_was_reset' });
  await machine.restore();
}

async function usernames(campaign: BackedUpCampaign): Promise<Map<string, string>> {
  const users: { id: string; username: string }[] = (await campaign.owner.get('/users')).body.items;
  return new Map(users.map(({ id, username }) => [id, username]));
}

function toRows(crowd: Crowd, names: ReadonlyMap<string, string>): string[] {
  return [...crowd.given]
    .map(([key, value]) => {
      const [prompt = '', rater = ''] = key.split(' ');
      return `${prompt} ${names.get(rater)} ${value}`;
    })
    .toSorted();
}

/** Every answer in the newest release, as often as it occurs. */
async function readReleased(campaign: BackedUpCampaign): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'prank-'));
  try {
    const path = join(folder, 'ratings.parquet');
    const repo = campaign.hub.repo('dataset', releaseName);
    await writeFile(path, repo.read('ratings/train-00000-of-00001.parquet'));
    const rows = await readRows(path);
    return rows.map((row) => `${String(row['prompt_id'])} ${String(row['rater'])} ${Number(row['value'])}`).toSorted();
  } finally {
    await rm(folder, { recursive: true });
  }
}
