import { describe, expect, it } from 'vitest';
import { type CurrentBefore, logNames, logPath, planBackup } from '../../../src/campaign/backup/plan.ts';

const current = {
  records: 'records/1.parquet',
  raters: 'raters/1.json',
  settings: 'settings/1.json',
  prompts: 'prompts/1.parquet',
  build: 'build/1.json',
};
const owner = 'campaign/rating.json';
const now = { datasetId: 'd1', current, log: ['1.parquet', '2.parquet'], ownerPath: owner };
const before: CurrentBefore = { datasetId: 'd1', current };
const manifest = 'runs/20260101T000000000Z-abc.json';
const everything = ['README.md', owner, manifest, 'ratings/1.parquet', 'ratings/2.parquet', ...Object.values(current)];
const without = (...paths: string[]): ReadonlySet<string> =>
  new Set(everything.filter((path) => !paths.includes(path)));
const nothing = { log: [], snapshots: [], card: false, owner: false };

describe('planBackup', () => {
  it('has nothing to do if the backup has all, and says so', () => {
    expect(planBackup(new Set(everything), before, now)).toBeNull();
    expect(planBackup(new Set([...everything, 'ratings/0.parquet', 'x']), before, now)).toBeNull();
  });

  it('uploads everything to an empty repository', () => {
    expect(planBackup(new Set(), null, now)).toEqual({
      log: ['1.parquet', '2.parquet'],
      snapshots: Object.values(current),
      card: true,
      owner: true,
    });
  });

  it.each<[string, string, object]>([
    ['a file of the log', 'ratings/2.parquet', { ...nothing, log: ['2.parquet'] }],
    ['the card', 'README.md', { ...nothing, card: true }],
    ['the mark of its owner', owner, { ...nothing, owner: true }],
    ['the records', current.records, { ...nothing, snapshots: [current.records] }],
    ['the raters', current.raters, { ...nothing, snapshots: [current.raters] }],
    ['the settings', current.settings, { ...nothing, snapshots: [current.settings] }],
    ['the prompts', current.prompts, { ...nothing, snapshots: [current.prompts] }],
    ['the build', current.build, { ...nothing, snapshots: [current.build] }],
    ['every note of a run', manifest, nothing],
  ])('uploads only %s if that is missing', (_, path, plan) => {
    expect(planBackup(without(path), before, now)).toEqual(plan);
  });

  it.each<[string, CurrentBefore | null]>([
    ['what was current is unknown', null],
    ['the answers are from another dataset', { ...before, datasetId: 'd0' }],
    ['other records were current', { ...before, current: { ...current, records: 'records/0.parquet' } }],
    ['no build was current', { ...before, current: { ...current, build: null } }],
  ])('writes a new note, and no file, if %s', (_, known) => {
    expect(planBackup(new Set(everything), known, now)).toEqual(nothing);
  });

  it('needs no prompts and no build', () => {
    const none = { ...current, prompts: null, build: null };
    const files = without(current.prompts, current.build);
    expect(planBackup(files, { ...before, current: none }, { ...now, current: none })).toBeNull();
  });
});

it('names the files of the log in the repository, and back', () => {
  expect(logPath('1.parquet')).toBe('ratings/1.parquet');
  expect(logNames(['README.md', 'ratings/1.parquet', 'x/ratings/2.parquet', 'ratings/3.parquet'])).toEqual([
    '1.parquet',
    '3.parquet',
  ]);
});
