import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openCampaign } from '../../src/campaign/open.ts';
import { sync } from '../../src/campaign/sync.ts';
import { systemClock } from '../../src/lib/retry.ts';
import { askDoctor } from '../support/doctor-runs.ts';
import type { HubOptions } from '../support/hub/start-hub.ts';
import { type SpaceCampaign, startSpaceCampaign } from '../support/space-campaign.ts';
import { findDeployed, makeRaters, readAllRecords } from '../support/test-raters.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const oldLogin = { token: 'hf_oauth_first', refreshToken: 'refresh_first' };
const refresh = 'POST /oauth/token';

let campaign: SpaceCampaign;
let home: string;

async function start(hub: HubOptions = {}): Promise<void> {
  campaign = await startSpaceCampaign({ hub, token: '' });
  home = join(campaign.dir, 'hf');
}

/** Logs in as `hf auth login` does. The files are as that command leaves them, but readable by everybody. */
async function logIn(leftMs: number): Promise<void> {
  const endMs = Date.now() + leftMs;
  campaign.hub.addLogin('organizer', { ...oldLogin, expiresAt: new Date(endMs).toISOString() });
  await mkdir(home);
  await writeFile(join(home, 'token'), oldLogin.token);
  const pasted = '[a token of mine]\nhf_token = hf_other\n\n';
  const section = `[organizer]\nhf_token = ${oldLogin.token}\nrefresh_token = ${oldLogin.refreshToken}\nexpires_at = ${Math.floor(endMs / 1000)}\n\n`;
  await writeFile(join(home, 'stored_tokens'), pasted + section);
}

const loggedIn = () => ({ HF_HOME: home });
const ask = () => askDoctor((words) => campaign.run(words, loggedIn()));
const readHome = (name: string) => readFile(join(home, name), 'utf8');
const modeOf = async (name: string) => (await stat(join(home, name))).mode & 0o777;

afterEach(async () => {
  expect(campaign.hub.unknown).toEqual([]);
  expect(campaign.hub.leaks).toEqual([]);
  for (const secret of ['hf_oauth_', 'refresh_first', 'refresh_1'])
    expect(campaign.outputs.join('\n')).not.toContain(secret);
  await campaign.close();
});

describe('a login of hf auth login', () => {
  it('is left alone while it has more than a day', async () => {
    await start();
    await logIn(25 * hourMs);
    expect((await ask()).check('token')).toMatchObject({ ok: true, why: expect.stringContaining('prank renews it') });
    expect(campaign.hub.count(refresh)).toBe(0);
    expect(await readHome('token')).toBe(oldLogin.token);
  });

  it.each([
    ['has less than a day left', 23 * hourMs],
    ['has ended', -hourMs],
  ])('is renewed when it %s, and saved where the official client looks for it', async (_, leftMs) => {
    await start();
    await logIn(leftMs);
    expect((await ask()).check('token')).toMatchObject({ ok: true, why: expect.stringContaining("organizer's") });
    expect(await readHome('token')).toBe('hf_oauth_renewed_1');
    expect(await readHome('stored_tokens')).toMatch(
      /^\[a token of mine\]\nhf_token = hf_other\n\n\[organizer\]\nhf_token = hf_oauth_renewed_1\nrefresh_token = refresh_1\nexpires_at = \d{10}\n$/u,
    );
    expect([await modeOf('token'), await modeOf('stored_tokens')]).toEqual([0o600, 0o600]);
    await ask();
    expect(campaign.hub.count(refresh)).toBe(1);
  });

  it('is renewed once by two commands at the same time', async () => {
    await start();
    await logIn(23 * hourMs);
    const runs = await Promise.all([ask(), ask()]);
    for (const { check } of runs) expect(check('token').ok).toBe(true);
    expect(campaign.hub.count(refresh)).toBe(1);
    expect(await readHome('token')).toBe('hf_oauth_renewed_1');
  });

  it('that can not be renewed is used to its end, and the person is told to log in again', async () => {
    await start();
    await logIn(23 * hourMs);
    await writeFile(
      join(home, 'stored_tokens'),
      (await readHome('stored_tokens')).replace('refresh_first', 'refresh_revoked'),
    );
    const before = await readHome('stored_tokens');
    const told = await campaign.run(['doctor'], loggedIn());
    expect(told.stderr + told.stdout).toContain("can't be renewed. Log in again:  hf auth login");
    expect(told.stdout).toContain("organizer's");
    expect([await readHome('token'), await readHome('stored_tokens')]).toEqual([oldLogin.token, before]);
  });

  it('is kept if the Hub does not answer to the renewal', async () => {
    await start();
    await logIn(23 * hourMs);
    const before = await readHome('stored_tokens');
    campaign.hub.fault({ match: refresh, kind: 'error-before', status: 503, times: 9 });
    const told = await campaign.run(['doctor'], loggedIn());
    expect(told.stderr + told.stdout).toContain('could not be renewed now');
    expect([await readHome('token'), await readHome('stored_tokens')]).toEqual([oldLogin.token, before]);
  });

  it('of somebody who logged in again meanwhile is not overwritten', async () => {
    await start();
    await logIn(23 * hourMs);
    campaign.hub.addToken('organizer', { token: 'hf_oauth_again', role: 'write' });
    const again = '[organizer]\nhf_token = hf_oauth_again\n';
    campaign.hub.beforeNext(refresh, async () => {
      await writeFile(join(home, 'stored_tokens'), again);
      await writeFile(join(home, 'token'), 'hf_oauth_again');
    });
    expect((await ask()).check('token').ok).toBe(true);
    expect([await readHome('token'), await readHome('stored_tokens')]).toEqual(['hf_oauth_again', again]);
  });
});

const endingIn = (leftMs: number): HubOptions => ({
  users: [
    {
      name: 'organizer',
      tokens: [{ token: 'hf_ending', role: 'write', expiresAt: new Date(Date.now() + leftMs).toISOString() }],
    },
  ],
});

describe('a token that ends', () => {
  const withToken = { HF_TOKEN: 'hf_ending' };

  it.each([
    ['six', 6 * dayMs, true],
    ['eight', 8 * dayMs, false],
  ])('in %s days: status and doctor warn of it: %s', async (_, leftMs, isWarned) => {
    await start(endingIn(leftMs));
    await campaign.prank(['build']);
    const { stderr, exitCode } = await campaign.run(['status'], withToken);
    expect(exitCode).toBe(0);
    expect(stderr.includes('The Hugging Face token ends at 20')).toBe(isWarned);
    const { check } = await askDoctor((words) => campaign.run(words, withToken));
    expect(check('token')).toMatchObject({ ok: !isWarned, why: expect.stringContaining('it ends at 20') });
    expect((check('token').fix ?? '').includes('https://huggingface.co/settings/tokens')).toBe(isWarned);
  });
});

describe('the token of a CI job', () => {
  it('is exchanged again before its hour is over, so that a long sync goes on', async () => {
    let lateMs = 0;
    const now = (): number => Date.now() + lateMs;
    const resources = ['spaces/organizer/rating', 'datasets/organizer/rating-backup'];
    await start({ clock: now, trustedPublishers: [{ subjectToken: 'id-of-the-job', resources, user: 'organizer' }] });
    const { hub, dir } = campaign;
    const path = join(dir, 'prank.yaml');
    const publish = { license: 'cc-by-4.0', backup: 'organizer/rating-backup' };
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), publish }));
    const asPerson = { HF_TOKEN: 'hf_organizer' };
    await campaign.prank(['build'], asPerson);
    await campaign.prank(['deploy', '--yes'], asPerson);
    await campaign.prank(['sync'], asPerson);
    const owner = await campaign.owner();
    const { workspaceId, datasetId } = await findDeployed(owner, 'rating');
    const [rater] = await makeRaters(owner, workspaceId, 1);
    const [record] = await readAllRecords(owner, datasetId);
    await rater?.calls.post(`/records/${record?.id}/responses`, {
      status: 'submitted',
      values: { quality: { value: 3 } },
    });

    // Reading the records takes more than an hour, and the backup was opened before that.
    hub.beforeNext('GET /api/v1/datasets/[^/]+/records', () => {
      lateMs += 61 * 60_000;
    });
    const clock = { ...systemClock, now };
    const env = {
      HF_ENDPOINT: hub.url,
      HF_HOME: home,
      HF_OIDC_RESOURCE: 'datasets/organizer/rating-backup',
      HF_OIDC_ID_TOKEN: 'id-of-the-job',
    };
    const opened = await openCampaign(dir, { env, clock });
    const before = hub.repo('dataset', 'organizer/rating-backup').head;
    hub.clearRequests();
    const result = await sync(opened);
    expect(lateMs).toBeGreaterThan(0);
    expect(result.pull).toMatchObject({ new: 1 });
    expect(hub.repo('dataset', 'organizer/rating-backup').head).not.toEqual(before);
    expect(hub.requests.filter(({ status }) => status === 401)).toEqual([]);
  });
});
