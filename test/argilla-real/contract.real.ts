import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { realServer, realSoftware } from '../support/argilla-env.ts';
import { type Conversation, People, World } from '../support/argilla-world.ts';
import { aboutAccess } from './conversations/access.ts';
import { aboutAccounts } from './conversations/accounts.ts';
import { aboutAnswerValues } from './conversations/answer-values.ts';
import { aboutAnswers } from './conversations/answers.ts';
import { aboutBulk } from './conversations/bulk.ts';
import { aboutDatasets } from './conversations/datasets.ts';
import { deliberateDifferences } from './conversations/deliberate-differences.ts';
import { extralitAdditions, extralitDifferences } from './conversations/extralit-differences.ts';
import { aboutMetadata } from './conversations/metadata.ts';
import { aboutMovements } from './conversations/movements.ts';
import { aboutOtherHands } from './conversations/other-hands.ts';
import { aboutProgress } from './conversations/progress.ts';
import { aboutQuestions } from './conversations/questions.ts';
import { aboutReading } from './conversations/reading.ts';
import { aboutSearch } from './conversations/search.ts';
import { aboutSettings } from './conversations/settings.ts';
import { aboutSuggestions } from './conversations/suggestions.ts';

// The embedded server must match the real one: it must give the same responses to everything said here.
const conversations: Conversation[] = [
  ...aboutAccess,
  ...aboutAccounts,
  ...aboutDatasets,
  ...aboutSettings,
  ...aboutQuestions,
  ...aboutBulk,
  ...aboutMetadata,
  ...aboutAnswers,
  ...aboutAnswerValues,
  ...aboutMovements,
  ...aboutReading,
  ...aboutSearch,
  ...aboutSuggestions,
  ...aboutProgress,
  ...aboutOtherHands,
];

// Extralit's errors have other words, which come from newer libraries, and prank only shows them to people.
const isExtralit = realSoftware() === 'extralit';
const compared = isExtralit ? conversations.filter(({ name }) => !(name in extralitDifferences)) : conversations;

const owner = { username: 'owner', apiKey: 'owner.apikey-of-the-contract' };
let folder: string;
let embedded: LocalServer;
let here: People;
let there: People;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  embedded = await startLocalServer({ db: join(folder, 'local.db'), owner });
  here = await People.gather({ url: embedded.url, ownerKey: owner.apiKey });
  there = await People.gather(realServer());
});

afterAll(async () => {
  await there?.leave();
  await embedded?.close();
  await rm(folder, { recursive: true, force: true });
});

async function hear(people: People, { talk }: Conversation): Promise<string[]> {
  const world = await World.open(people);
  try {
    await talk(world);
    return world.transcript(isExtralit ? { without: extralitAdditions, errors: false } : {});
  } finally {
    await world.close();
  }
}

describe('both servers give the same responses', () => {
  test.each(compared)('$name', async (conversation) => {
    const real = await hear(there, conversation);
    expect(await hear(here, conversation)).toEqual(real);
  });

  test('conversations have unique names, and there are many of them', () => {
    const names = conversations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(names).toEqual(expect.arrayContaining(Object.keys(extralitDifferences)));
  });
});

describe('the servers differ on purpose', () => {
  test.each(deliberateDifferences)('$name', async ({ talk, real, embedded: ours }) => {
    const statusesOf = async (people: People): Promise<number[]> => {
      const world = await World.open(people);
      try {
        await talk(world);
        return world.spoken.map(({ status }) => status);
      } finally {
        await world.close();
      }
    };
    expect({ real: await statusesOf(there), embedded: await statusesOf(here) }).toEqual({ real, embedded: ours });
  });
});
