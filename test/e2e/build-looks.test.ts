import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runJson, runPrank } from '../support/run-prank.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const words = 'one two three four five six seven eight nine ten';
  const prompts = [
    `${words} eleven`,
    `${words} eleven twelve`,
    `${words} eleven a b c`,
    'Reach me at ann@example.com, or not',
    'As an AI language model, I \u001b[31mcannot',
    'Write a poem about the rain and the wind',
    'WRITE a poem about the rain and the wind',
  ];
  await writeFile(join(dir, 'a.jsonl'), prompts.map((prompt) => `${JSON.stringify({ prompt })}\n`).join(''));
  await writeFile(join(dir, 'old.csv'), 'prompt\nReach me at [EMAIL] or not\n"Reach me at [EMAIL], or not"\n');
  const config = {
    name: 'looks',
    sources: [{ id: 'a', file: 'a.jsonl', prompt: 'prompt', license: 'mit', kind: 'human', take: 50 }],
    build: {
      drop: ['(?i)as an ai language model'],
      near_duplicates: { words: 1, threshold: 0.85 },
      pii: 'redact',
      exclude: [{ file: 'old.csv', prompt: 'prompt' }],
    },
    argilla: { local: true },
  };
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
});
afterEach(() => rm(dir, { recursive: true }));

describe('build --explain', () => {
  it('shows examples of what each filter does, also when prompts are too few, and writes nothing', async () => {
    const { examples, prompts } = await runJson(['build', '--explain'], { cwd: dir });
    expect(prompts).toBe(3);
    expect(examples).toMatchObject({
      dropped: {
        pattern: [{ source: 'a', place: 'a.jsonl:5' }],
        excluded: [{ source: 'a', place: 'a.jsonl:4', prompt: 'Reach me at [EMAIL], or not' }],
        duplicate: [{ place: expect.stringMatching(/^a\.jsonl:[67]$/u) }],
      },
      redacted: [{ before: 'Reach me at ann@example.com, or not', after: 'Reach me at [EMAIL], or not' }],
      near: { dropped: [{ similarity: 11 / 12 }], kept: [{ similarity: 11 / 15 }] },
    });
    const { stdout } = await runPrank(['build', '--explain'], { cwd: dir });
    expect(stdout).toContain(
      'pattern: 1 left out, such as\n  a.jsonl:5: "As an AI language model, I \\u001b[31mcannot"',
    );
    expect(stdout).toContain('0.92  a: "one two three');
    expect(stdout).toContain('Nothing was written.');
    expect(await readdir(dir)).toEqual(['a.jsonl', 'old.csv', 'prank.yaml']);
  });
});

describe('build --plan', () => {
  it('shows what would be read and taken, and the rows if a file says how many', async () => {
    await runPrank(['build'], { cwd: dir });
    const { steps, sources } = await runJson(['build', '--plan'], { cwd: dir });
    expect(sources).toEqual([
      {
        id: 'a',
        kind: 'human',
        license: 'mit',
        dataset: null,
        revision: null,
        files: [{ path: 'a.jsonl', format: 'jsonl', size_bytes: expect.any(Number) }],
        rows: null,
        wanted: 50,
      },
    ]);
    expect(steps).toMatchObject([
      { action: 'keep', target: 'a.jsonl' },
      { action: 'keep', target: 'old.csv', why: expect.stringContaining('what must not be in the dataset') },
      { action: 'create' },
      { action: 'create' },
      { action: 'create' },
    ]);
  });
});

describe('build with unreadable rows', () => {
  const config = {
    name: 'bad-rows',
    sources: [
      { id: 'good', file: 'a.jsonl', prompt: 'prompt', license: 'mit', kind: 'human' },
      { id: 'bad', file: 'bad.csv', prompt: 'prompt', license: 'mit', kind: 'human' },
    ],
    argilla: { local: true },
  };
  beforeEach(async () => {
    await writeFile(
      join(dir, 'bad.csv'),
      'n,prompt\n1,Where do rivers begin?\n2,Hello, world\n3,How old is the moon?\n4\n',
    );
  });

  it('stops at the first, naming file and line, and writes nothing', async () => {
    await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
    const { exitCode, stdout, stderr } = await runPrank(['build'], { cwd: dir });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('bad.csv:3: 3 fields, but the header has 2');
    expect(await readdir(dir)).toEqual(['a.jsonl', 'bad.csv', 'old.csv', 'prank.yaml']);
  });

  it('skips them if prank.yaml says so, reports the first, and counts them in its result and in the manifest', async () => {
    await writeFile(join(dir, 'prank.yaml'), JSON.stringify({ ...config, build: { on_bad_row: 'skip' } }));
    const told =
      'Source bad: 2 rows could not be read and were skipped, the first: bad.csv:3: 3 fields, but the header has 2';
    expect((await runPrank(['build'], { cwd: dir })).stderr).toContain(told);
    const counts = [
      { id: 'good', read: 7, dropped: expect.not.objectContaining({ bad_row: expect.anything() }) },
      { id: 'bad', read: 4, kept: 2, dropped: { bad_row: 2 } },
    ];
    expect(await runJson(['build'], { cwd: dir })).toMatchObject({ dropped: { bad_row: 2 }, sources: counts });
    const manifest: unknown = JSON.parse(await readFile(join(dir, '.prank/manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ sources: counts });
    const { stdout } = await runPrank(['build', '--explain'], { cwd: dir });
    expect(stdout).toContain('bad row: 2 left out, such as\n  bad.csv:2: "2,Hello, world"');
  });
});
