import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { type ArgillaCalls, createCalls } from '../support/argilla-calls.ts';
import { makeCampaignFolder, removeFolder } from '../support/campaign-folder.ts';
import { bin, collect, runJson, runPrank, startPrank, untilSaid } from '../support/run-prank.ts';
import { findDeployed, makeRaters, readAllRecords, type TestRater } from '../support/test-raters.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

const apiKey = 'owner-key-of-the-embedded-server';
const env = { ARGILLA_API_KEY: apiKey };
const prompts = Array.from({ length: 40 }, (_, index) => `Count to ${index}.`);

describe('prank status', () => {
  let home: string;
  let dir: string;
  let server: LocalServer;
  let owner: ArgillaCalls;
  let raters: TestRater[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'prank-'));
    server = await startLocalServer({
      ...cheapPasswords,
      db: join(home, 'local.db'),
      owner: { username: 'owner', apiKey },
    });
    owner = createCalls(server.url, apiKey);
    dir = await makeCampaignFolder({ url: server.url, name: 'standing', prompts, overlap: 2 });
  });
  afterAll(async () => {
    await server.close();
    await removeFolder(dir);
    await rm(home, { recursive: true });
  });

  async function rateAll(from: number, to: number): Promise<void> {
    const { datasetId } = await findDeployed(owner, 'standing');
    const records = await readAllRecords(owner, datasetId);
    for (const [index, record] of records.slice(from, to).entries()) {
      for (const [number, rater] of raters.slice(0, 2).entries()) {
        const value = 1 + ((index + number) % 5);
        await rater.calls.post(`/records/${record.id}/responses`, {
          status: 'submitted',
          values: { quality: { value } },
        });
      }
    }
  }

  async function passOn(path: string, response: ServerResponse): Promise<void> {
    const answer = await fetch(`${server.url}${path}`, { headers: { 'x-argilla-api-key': apiKey } });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  }

  it('says what to do if there are no prompts yet', async () => {
    const { exitCode, stderr } = await runPrank(['status'], { cwd: dir, env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('prank build');
  });

  it('has nothing to report before anybody answered', async () => {
    await runJson(['build'], { cwd: dir, env });
    expect(await runJson(['status'], { cwd: dir, env })).toMatchObject({
      server: null,
      server_problem: 'nothing is deployed there yet',
      server_hint: 'prank deploy',
    });
    await runJson(['deploy'], { cwd: dir, env });
    await runJson(['push'], { cwd: dir, env });
    expect(await runJson(['status'], { cwd: dir, env })).toMatchObject({
      prompts: 40,
      completed: 0,
      responses: 0,
      raters: 0,
      leaderboard: [],
      agreement: null,
      pace: null,
      forecast: null,
      server: { live: 40, completed: 0, new_answers: 0 },
    });
  });

  it('shows progress, pace, raters, agreement and a forecast, under pseudonyms', async () => {
    const { workspaceId } = await findDeployed(owner, 'standing');
    raters = await makeRaters(owner, workspaceId, 3);
    await rateAll(0, 15);
    await runJson(['pull'], { cwd: dir, env });
    const data = await runJson(['status'], { cwd: dir, env });
    expect(data).toMatchObject({
      completed: 15,
      prompts_by_answers: [25, 0, 15],
      responses: 30,
      raters: 2,
      pace: { answers_a_day: 30, days: 1, raters: 2 },
      agreement: { answers: 30 },
      forecast: { answers_left: 50, fitted: false },
      server: { completed: 15, new_answers: 0 },
      not_counted: { discarded: 0, drafts: 0, without_value: 0, other_prompts: 0 },
      live: 40,
      by_wave: [{ wave: 1, prompts: 40, completed: 15, answers: 30, share: 0.375 }],
      by_source: [{ source: 'made', prompts: 40, completed: 15, answers: 30, share: 0.375 }],
      by_kind: [{ kind: 'synthetic', prompts: 40, completed: 15, answers: 30, share: 0.375 }],
      wave_forecast: { wave: 1, waves: 1, live: 40, unfinished: 25, enough: 0 },
      stuck: [],
      drift: [],
    });
    const days = data['days'];
    expect(days).toHaveLength(14);
    expect(days).toContainEqual(expect.objectContaining({ answers: 30, raters: 2 }));
    const { stdout } = await runPrank(['status'], { cwd: dir, env });
    for (const { username, id } of raters) {
      expect(`${stdout}${JSON.stringify(data)}`).not.toContain(username);
      expect(`${stdout}${JSON.stringify(data)}`).not.toContain(id);
    }
    expect(stdout).toContain('15 of 40 prompts completed (38 %)');
    expect(stdout).toContain('50 answers are missing until 2 answers a prompt');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('shows what is new since the pull, and nothing about it if the server is not asked', async () => {
    await rateAll(15, 18);
    expect(await runJson(['status', '--no-forecast'], { cwd: dir, env })).toMatchObject({
      responses: 30,
      server: { responses: 36, completed: 18, new_answers: 6 },
      forecast: null,
    });
    expect(await runJson(['status', '--no-server'], { cwd: dir, env })).toMatchObject({
      responses: 30,
      server: null,
      server_problem: 'it was not asked',
    });
  });

  it('sends the server at most six requests', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      void passOn(request.url ?? '', response);
    });
    await new Promise<void>((done) => void proxy.listen(0, '127.0.0.1', done));
    const address = proxy.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const own = await makeCampaignFolder({ url, name: 'standing', prompts, overlap: 2 });
    await runJson(['build'], { cwd: own, env });
    expect(await runJson(['status'], { cwd: own, env })).toMatchObject({ server: { live: 40 } });
    expect(asked.length).toBeLessThanOrEqual(6);
    proxy.close();
    proxy.closeAllConnections();
    await removeFolder(own);
  });

  it('watches in a log as blocks with their time, sees new answers, and ends well with Ctrl-C', async () => {
    const child = startPrank(['status', '--watch', '2', '--no-forecast'], { cwd: dir, env });
    const ended = collect(child);
    await untilSaid(child, /6 answers\s+since the pull/u);
    await rateAll(18, 19);
    await untilSaid(child, /8 answers\s+since the pull/u);
    child.kill('SIGINT');
    const run = await ended;
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^--- \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n15 of 40 prompts completed/u);
    expect(run.stdout).not.toContain('\u001b');
  });

  it.skipIf(!existsSync('/usr/bin/script'))('gives a terminal back as it was after Ctrl-C', async () => {
    const line = `stty rows 12 cols 70; exec ${process.execPath} ${bin} status --watch 2 --no-forecast`;
    const child = spawn('/usr/bin/script', ['-qefc', line, '/dev/null'], {
      cwd: dir,
      env: { PATH: process.env['PATH'], HOME: dir, TERM: 'xterm', ...env },
    });
    const ended = collect(child);
    await untilSaid(child, /Ctrl-C ends, every 2 s, \d+ more lines/u);
    child.stdin.write('\u0003');
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(0);
    const frame = stdout.split('\u001b[?1049h\u001b[?25l\u001b[H')[1]?.split('\u001b[J')[0] ?? '';
    expect(frame.split('\r\n')).toHaveLength(12);
    expect(stdout.split('\u001b[?25h\u001b[?1049l')[1]).toContain('prompts completed');
  });

  it("rejects what can't be watched", async () => {
    const json = await runPrank(['status', '--watch', '--json'], { cwd: dir, env });
    expect([json.exitCode, JSON.parse(json.stdout).error.code]).toEqual([2, 'watch_with_json']);
    const often = await runPrank(['status', '--watch', '0'], { cwd: dir, env });
    expect(often.exitCode).toBe(2);
    expect(often.stderr).toContain('whole seconds');
  });

  it('uses the last pull if the server refuses', async () => {
    const wrong = { ARGILLA_API_KEY: 'wrong' };
    const data = await runJson(['status'], { cwd: dir, env: wrong });
    expect(data).toMatchObject({ responses: 30, server: null });
    expect(data['server_problem']).toMatch(/key/iu);
    expect(data['server_hint']).toMatch(/ARGILLA_API_KEY/u);
  });

  it('counts the answers beyond the overlap', async () => {
    const { datasetId } = await findDeployed(owner, 'standing');
    const [record] = await readAllRecords(owner, datasetId);
    const answer = { status: 'submitted', values: { quality: { value: 3 } } };
    await raters[2]?.calls.post(`/records/${record?.id}/responses`, answer);
    await runJson(['pull'], { cwd: dir, env });
    expect(await runJson(['status', '--no-forecast'], { cwd: dir, env })).toMatchObject({
      responses: 39,
      beyond_overlap: 1,
      raters_at_once: 2,
    });
    const { stdout } = await runPrank(['status', '--no-forecast'], { cwd: dir, env });
    expect(stdout.replaceAll('\n', ' ')).toContain(
      '1 answer beyond the second of a prompt (3 %); up to 2 raters were at work at the same time lately.',
    );
  });
});
