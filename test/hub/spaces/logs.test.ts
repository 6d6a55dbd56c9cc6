import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HubConnection, openHub } from '../../../src/hub/connection.ts';
import { parseEvents, readSpaceLog } from '../../../src/hub/spaces/logs.ts';
import { startHub, type StandInHub } from '../../support/hub/start-hub.ts';
import { duplicateSpace } from '../../../src/hub/spaces/spaces.ts';
import { systemClock } from '../../../src/lib/retry.ts';

let standIn: StandInHub;
let hub: HubConnection;
const name = 'organizer/s';

beforeAll(async () => {
  standIn = await startHub({ spaceSettings: { keepAliveMs: 20 } });
  hub = openHub({ endpoint: standIn.url, token: 'hf_organizer', userAgent: 'prank/test' });
  const space = { name, hardware: 'cpu-basic', sleepSeconds: null, secrets: {}, variables: {}, volumes: [] };
  await duplicateSpace(hub, 'argilla/argilla-template-space', space, systemClock);
  await standIn.space(name).settle();
  for (let index = 0; index < 100; index += 1) standIn.space(name).log('run', `line ${index}`);
});
afterAll(() => standIn.close());

it('reads the last lines of a log that never ends, despite keep-alives', async () => {
  const lines = await readSpaceLog(hub, name, { kind: 'run', lines: 3, quietMs: 100 });
  expect(lines).toEqual(['line 97', 'line 98', 'line 99']);
});

it('waits for lines that come slowly', async () => {
  standIn.spaceSettings.logDelayMs = 40;
  const lines = await readSpaceLog(hub, name, { kind: 'run', lines: 5, quietMs: 200 });
  standIn.spaceSettings.logDelayMs = 0;
  expect(lines).toHaveLength(5);
});

it.each<[string, string, string[]]>([
  ['lines', 'data: {"data":"a\\n","timestamp":"t"}\n\ndata: {"data":"b\\n"}\n', ['a', 'b']],
  ['several lines in one event', 'data: {"data":"a\\r\\nb\\n"}\n', ['a', 'b']],
  ['keep-alives', 'data:\n\ndata: {"data":"a"}\n: comment\nevent: x\n', ['a']],
  ['colours', 'data: {"data":"\\u001b[31mred\\u001b[0m\\n"}\n', ['red']],
  ['half an event', 'data: {"data":"a\\n"}\ndata: {"da', ['a']],
  ['other shapes', 'data: 1\ndata: null\ndata: {"data":1}\ndata: [1]\n', []],
  ['nothing', '', []],
])('parses %s', (_, text, lines) => {
  expect(parseEvents(text)).toEqual(lines);
});
