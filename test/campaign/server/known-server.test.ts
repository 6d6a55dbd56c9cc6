import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/campaign/backup/manifest.ts';
import { findKnownServer } from '../../../src/campaign/server/known-server.ts';
import type { PullState } from '../../../src/ratings/pull-state.ts';
import { responseEvent } from '../../ratings/response-event.ts';

const early = '2026-03-01T00:00:00.000Z';
const late = '2026-04-01T00:00:00.000Z';
const files = { records: 'r', raters: 'p', settings: 's', prompts: null, build: null };

function state(datasetId: string, at: string): PullState {
  return {
    at,
    datasetId,
    lastActivityAt: 'a',
    updatedAt: 'u',
    events: 1,
    lost: 0,
    shown: null,
    removed: [],
    backup: null,
  };
}

function manifest(datasetId: string, at: string, log: string[] = ['000001-0.parquet']): Manifest {
  const server = { url: 'http://s', workspaceId: 'w', datasetId, lastActivityAt: 'b' };
  return { version: 1, at, server, lost: 3, removed: [], current: files, log, restoredFrom: null, sync: null };
}

const events = [responseEvent({ datasetId: 'from-log', pulledAt: early })];

describe('findKnownServer', () => {
  it.each([
    ['the last pull', state('here', late), manifest('there', early), 'here'],
    ['the backup', state('here', early), manifest('there', late), 'there'],
    ['the last pull of equals', state('here', late), manifest('there', late), 'here'],
    ['the log, where nothing else is known', null, null, 'from-log'],
    ['the last pull of the same time as the log', state('here', early), null, 'here'],
  ])('trusts what was seen last: %s', (_, last, newest, datasetId) => {
    const known = findKnownServer(events, last, newest, { datasetId: 'written', at: late });
    expect(known).toMatchObject({ datasetId, hasAnswers: true });
  });

  it.each([
    ['nothing', null, null, null, undefined],
    ['the last pull', state('here', early), null, null, 'here'],
    ['the last deploy of equals', state('here', early), null, { datasetId: 'written', at: early }, 'written'],
    ['the last pull', state('here', late), null, { datasetId: 'written', at: early }, 'here'],
    ['the backup', state('here', early), manifest('there', late, []), null, 'there'],
  ])('knows %s if no answer is known, and nothing can be mixed up', (_, last, newest, written, datasetId) => {
    const known = findKnownServer([], last, newest, written);
    expect(known?.datasetId).toBe(datasetId);
    expect(known ?? { lastActivityAt: null, lost: 0, hasAnswers: false }).toMatchObject({
      lastActivityAt: null,
      lost: 0,
      hasAnswers: false,
    });
  });

  it('uses answers that are only in the backup', () => {
    expect(findKnownServer([], null, manifest('there', late), null)).toMatchObject({ datasetId: 'there', lost: 3 });
  });
});
