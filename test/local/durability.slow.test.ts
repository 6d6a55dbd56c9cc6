import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalWorld, logIn, openServer, startLocal } from '../support/argilla-local.ts';
import { request, type Server, World } from '../support/argilla-world.ts';

const answer = (value: number) => ({ status: 'submitted', values: { quality: { value } } });
const script = fileURLToPath(new URL('serve-child.mjs', import.meta.url));

let local: LocalWorld;
let world: World;
const children: ChildProcess[] = [];

beforeEach(async () => {
  local = await startLocal();
  world = await World.open(local.people);
  await world.ready({ distribution: { strategy: 'overlap', min_submitted: 2 } });
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await local.end();
});

async function startChild(): Promise<{ server: Server; child: ChildProcess }> {
  const ownerKey = local.server.ownerKey;
  const child = fork(script, [local.db, ownerKey]);
  children.push(child);
  const [{ url }] = await once(child, 'message');
  return { server: { url, ownerKey }, child };
}

describe('two processes on one database', () => {
  test('each sees at once what the other stored, including accounts and tokens', async () => {
    const { server } = await startChild();
    const [record] = await world.put('one');
    const key = local.people.keys.get('ann');
    const given = await request(server, key, 'POST', `/records/${record?.id}/responses`, answer(3));
    expect(given.status).toBe(201);
    const seen = await request(local.server, key, 'PUT', `/responses/${given.body.id}`, answer(4));
    expect(seen.body.values.quality.value).toBe(4);

    const { token } = await logIn(server, local.people.nameOf('ann'));
    const me = await fetch(`${local.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
  });

  test('written by both at the same time, nothing is lost and all times increase', async () => {
    const { server } = await startChild();
    const put = (to: Server, index: number) =>
      request(to, to.ownerKey, 'PUT', `${world.at()}/records/bulk`, {
        items: [{ external_id: `e${index}`, fields: { prompt: 'p' } }],
      });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => put(index % 2 === 0 ? server : local.server, index)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    const { body } = await request(server, server.ownerKey, 'GET', `${world.at()}/records?limit=100`);
    const times = body.items.map(({ inserted_at: time }: { inserted_at: string }) => time);
    expect(new Set(times).size).toBe(40);
    expect(times).toEqual(times.toSorted());
  });
});

describe('a killed server', () => {
  test('has kept every answer it acknowledged, to the last one', async () => {
    const { server, child } = await startChild();
    const records = await world.put(...Array.from({ length: 25 }, (_, index) => `prompt ${index}`));
    const key = local.people.keys.get('ann');
    const acknowledged: string[] = [];
    for (const { id } of records) {
      const { status, body } = await request(server, key, 'POST', `/records/${id}/responses`, answer(5));
      expect(status).toBe(201);
      acknowledged.push(body.id);
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { body } = await world.quietly('GET', `${world.at()}/records?include=responses&limit=100`);
    const kept = body.items.flatMap((record: { responses: { id: string }[] }) => record.responses.map(({ id }) => id));
    expect(kept).toEqual(acknowledged);
  });

  test('in the middle of batches leaves each of them whole or absent, and the database intact', async () => {
    const { server, child } = await startChild();
    const size = 40;
    const batch = (number: number) =>
      Array.from({ length: size }, (_, index) => ({
        external_id: `b${number}-${index}`,
        fields: { prompt: 'p'.repeat(2000) },
      }));
    const sent = Array.from({ length: 12 }, (_, number) =>
      request(server, server.ownerKey, 'PUT', `${world.at()}/records/bulk`, { items: batch(number) }).then(
        ({ status }) => ({ number, status }),
        () => ({ number, status: 0 }),
      ),
    );
    await Promise.race(sent);
    child.kill('SIGKILL');
    const acknowledged = (await Promise.all(sent)).filter(({ status }) => status === 200).map(({ number }) => number);
    expect(acknowledged.length).toBeGreaterThan(0);

    const second = await openServer(local.db);
    try {
      const { body } = await request(second, second.ownerKey, 'GET', `${world.at()}/records?limit=1000`);
      const counts = new Map<string, number>();
      for (const { external_id: id } of body.items) {
        const number = String(id).split('-')[0] ?? '';
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
      expect([...counts.values()].every((count) => count === size)).toBe(true);
      for (const number of acknowledged) expect(counts.has(`b${number}`)).toBe(true);
      expect(body.total).toBe(counts.size * size);
    } finally {
      await second.close();
    }
  });
});
