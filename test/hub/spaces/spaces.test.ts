import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBucket, findBucket } from '../../../src/hub/buckets.ts';
import { type HubConnection, openHub } from '../../../src/hub/connection.ts';
import {
  classifyStage,
  getRuntime,
  listCores,
  setHardware,
  setSleepTime,
  setVolumes,
} from '../../../src/hub/spaces/runtime.ts';
import { listSecretKeys, listVariables, setSecret, setVariable } from '../../../src/hub/spaces/settings.ts';
import { getSpaceToken } from '../../../src/hub/spaces/token.ts';
import { duplicateSpace, findSpace, guessSpaceUrl, type NewSpace } from '../../../src/hub/spaces/spaces.ts';
import { PermissionError } from '../../../src/lib/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startHub, type StandInHub } from '../../support/hub/start-hub.ts';

let standIn: StandInHub;
let hub: HubConnection;
let name: string;
let made = 0;
const template = 'argilla/argilla-template-space';
const clock = createFakeClock();

beforeAll(async () => {
  standIn = await startHub();
  hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test', clock });
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.calm();
  standIn.clearRequests();
  made += 1;
  name = `organizer/space-${made}`;
});

function newSpace(more: Partial<NewSpace> = {}): NewSpace {
  return { name, hardware: 'cpu-basic', sleepSeconds: null, secrets: {}, variables: {}, volumes: [], ...more };
}

describe('duplicateSpace', () => {
  it('gives a Space everything it needs when it is created', async () => {
    await createBucket(hub, `${name}-data`);
    const volumes = [{ type: 'bucket', source: `${name}-data`, mountPath: '/data' }];
    const space = newSpace({
      hardware: 'cpu-upgrade',
      sleepSeconds: 60,
      secrets: { API_KEY: 'k' },
      variables: { A: '1' },
      volumes,
    });
    expect(await duplicateSpace(hub, template, space, clock)).toBe(true);
    await standIn.space(name).settle();
    expect(standIn.space(name)).toMatchObject({
      secrets: { API_KEY: 'k' },
      variables: { A: '1' },
      volumes,
      restarts: 0,
    });
    expect(await findSpace(hub, name)).toMatchObject({
      sdk: 'docker',
      private: false,
      url: standIn.space(name).url,
      commit: standIn.repo('space', name).head,
    });
    expect(await getRuntime(hub, name)).toMatchObject({ hardware: 'cpu-upgrade', sleepSeconds: 60, volumes });
  });

  it('does not mistake an existing Space for its own', async () => {
    await duplicateSpace(hub, template, newSpace(), clock);
    expect(await duplicateSpace(hub, template, newSpace(), clock)).toBe(false);
  });

  it.each([
    ['reset-after', 1],
    ['error-after', 1],
    ['reset-before', 2],
    ['error-before', 2],
    ['cut-body', 1],
  ] as const)('looks before it tries again (%s)', async (kind, calls) => {
    standIn.fault({ match: `POST /api/spaces/${template}/duplicate`, kind });
    await duplicateSpace(hub, template, newSpace(), clock);
    expect(standIn.count(`POST /api/spaces/${template}/duplicate`)).toBe(calls);
    expect(standIn.hasRepo('space', name)).toBe(true);
  });

  it('tries again while another change is in progress', async () => {
    standIn.fault({ match: `POST /api/spaces/${template}/duplicate`, kind: 'error-before', status: 409, times: 2 });
    expect(await duplicateSpace(hub, template, newSpace(), clock)).toBe(true);
  });

  it('gives up what the Hub refuses', async () => {
    const elsewhere = newSpace({ name: 'stranger/space' });
    await expect(duplicateSpace(hub, template, elsewhere, clock)).rejects.toThrow(PermissionError);
    expect(standIn.count(`POST /api/spaces/${template}/duplicate`)).toBe(1);
  });
});

it('reads and sets the parts of a Space, through temporary faults', async () => {
  await duplicateSpace(hub, template, newSpace(), clock);
  await createBucket(hub, `${name}-data`);
  await createBucket(hub, `${name}-data`);
  expect(await findBucket(hub, `${name}-data`)).toEqual({ private: true, files: 0 });
  expect(await findBucket(hub, 'organizer/none')).toBeNull();
  expect(await findSpace(hub, 'organizer/none')).toBeNull();
  for (const method of ['POST', 'PUT']) {
    standIn.fault({ match: ({ method: asked }) => asked === method, kind: 'error-after', times: 1 });
  }
  await setSecret(hub, name, { key: 'S', value: 'hidden' });
  await setVariable(hub, name, { key: 'V', value: '1' });
  await setHardware(hub, name, { hardware: 't4-small', sleepSeconds: 7200 });
  await setSleepTime(hub, name, -1);
  await setVolumes(hub, name, [{ type: 'bucket', source: `${name}-data`, mountPath: '/data' }]);
  expect(await listSecretKeys(hub, name)).toEqual(new Set(['S']));
  expect(await listVariables(hub, name)).toEqual(new Map([['V', '1']]));
  expect(await getRuntime(hub, name)).toMatchObject({
    hardware: 't4-small',
    sleepSeconds: null,
    volumes: [{ source: `${name}-data`, mountPath: '/data' }],
  });
  expect((await listCores(hub)).get('t4-small')).toBe(4);
});

it('returns every volume unchanged', async () => {
  await duplicateSpace(hub, template, newSpace(), clock);
  await createBucket(hub, `${name}-data`);
  const volumes = [
    { type: 'space', source: template, mountPath: '/template', readOnly: true, revision: 'main' },
    { type: 'bucket', source: `${name}-data`, mountPath: '/data', path: 'folder' },
  ];
  await setVolumes(hub, name, volumes);
  expect((await getRuntime(hub, name)).volumes).toEqual(volumes);
});

it('opens a private Space with a token for it alone', async () => {
  await duplicateSpace(hub, template, newSpace(), clock);
  const { token, expiresMs } = await getSpaceToken(hub, name);
  expect(token).not.toContain('hf_organizer');
  expect(expiresMs).toBeGreaterThan(Date.now());
});

it.each([
  ['o/s', 'https://o-s.hf.space'],
  ['My_Org/Prompt.Ranking', 'https://my-org-prompt-ranking.hf.space'],
  ['-o-/_s_', 'https://o-s.hf.space'],
])('guessSpaceUrl %s', (space, url) => {
  expect(guessSpaceUrl(space)).toBe(url);
});

it.each([
  ['RUNNING', 'running'],
  ['RUNNING_BUILDING', 'starting'],
  ['SOMETHING_NEW', 'starting'],
  ['CONFIG_ERROR', 'failed'],
  ['STOPPED', 'paused'],
  ['SLEEPING', 'asleep'],
])('classifyStage %s', (stage, kind) => {
  expect(classifyStage(stage)).toBe(kind);
});
