import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { SharedDataset } from '../support/shared-dataset.ts';
import type { SuiteServer } from './campaign-suite.ts';

/** Something that another program or the web page does to a campaign's dataset, and what prank makes of it. */
export interface Situation {
  name: string;
  /** With a backup on a stand-in Hub. */
  backedUp?: boolean;
  play: (shared: SharedDataset) => Promise<void>;
}

/** Plays a situation on a server and returns what the commands reported. */
export async function play(server: SuiteServer, situation: Situation): Promise<string[]> {
  const shared = await SharedDataset.make(server, situation.backedUp ?? false);
  try {
    await situation.play(shared);
    return shared.transcript();
  } finally {
    await shared.close();
  }
}

/** All commands that count answers say the same. */
async function expectCounts(
  shared: SharedDataset,
  { ranked, unmatched = 0, mismatched = 0 }: { ranked: number; unmatched?: number; mismatched?: number },
): Promise<void> {
  const total = ranked + unmatched + mismatched;
  expect(await shared.prank('pull')).toMatchObject({ total, unmatched, mismatched });
  expect(await shared.prank('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0, total });
  expect(await shared.prank('status')).toMatchObject({
    responses: ranked,
    not_counted: { other_prompts: unmatched + mismatched, mismatched },
  });
  const { checks } = await shared.askDoctor();
  expect(checks.get('ratings_log')?.why).toContain(`${total} answers`);
  expect(await shared.release()).toHaveLength(ranked);
}

export const situations: Situation[] = [
  {
    name: 'a text is changed under its external id, and people answer it',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(2);
      await shared.prank('pull');
      const record = await shared.lastRecord();
      await shared.answer(0, record.id, 5);
      await shared.prank('pull');
      await shared.put({ external_id: record.external_id, fields: { prompt: 'Something else' } });
      await shared.answer(1, record.id, 1);

      expect(await shared.run('push')).toMatchObject({ exitCode: 5, code: 'answered_text_changed' });
      expect(await shared.prank('pull')).toMatchObject({ new: 1, changed: 0, deleted: 0, mismatched: 1, unmatched: 0 });
      const sync = await shared.run('sync');
      expect(sync).toMatchObject({
        exitCode: 6,
        code: 'sync_incomplete',
        data: { pull: { mismatched: 1 }, push: null },
      });
      expect(sync.said).toContain('1 answer is to another text');
      await expectCounts(shared, { ranked: 5, mismatched: 1 });
      const { findings, checks } = await shared.askDoctor();
      expect(findings).toContain('pushed');
      expect(checks.get('pushed')?.why).toContain('another text');
      const rows = await shared.release();
      expect(rows.filter(({ prompt_id: id }) => id === record.external_id)).toMatchObject([{ value: '5' }]);

      expect(await shared.prank('push', '--overwrite')).toMatchObject({ updated: 1 });
      expect(await shared.lastRecord()).toMatchObject({ id: record.id, fields: record.fields });
      expect((await shared.prank('sync')).pull).toMatchObject({ mismatched: 1 });
      await expectCounts(shared, { ranked: 5, mismatched: 1 });
    },
  },
  {
    name: 'two records trade their texts: answers belong to the text that was read',
    play: async (shared) => {
      await shared.open();
      const [one, two] = await shared.records();
      if (one === undefined || two === undefined) throw new Error('there are no records');
      await shared.answer(0, one.id, 1);
      await shared.answer(0, two.id, 5);
      await shared.prank('pull');
      await shared.put(
        { external_id: one.external_id, fields: two.fields },
        { external_id: two.external_id, fields: one.fields },
      );
      await shared.answer(1, one.id, 4);
      await shared.prank('pull');
      await expectCounts(shared, { ranked: 3 });
      const values = (await shared.logged()).map(({ promptId, value }) => `${promptId} ${value}`).toSorted();
      expect(values).toEqual([`${one.external_id} 1`, `${two.external_id} 4`, `${two.external_id} 5`].toSorted());
      await shared.run('push');
      await shared.run('sync');
    },
  },
  {
    name: 'a script adds records of its own, with and without external ids, and people answer them',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(1);
      const [plain, named, same] = await shared.put(
        { fields: { prompt: 'A record of a script' } },
        { external_id: 'script-1', fields: { prompt: 'Another one' } },
        { fields: { prompt: 'COUNT  to 3.' } },
      );
      for (const record of [plain, named]) {
        await shared.answer(0, record?.id ?? '', 1);
        await shared.answer(1, record?.id ?? '', 2);
      }
      // The same text as a prompt's, with another case and blanks.
      await shared.answer(0, same?.id ?? '', 3);
      const { said } = await shared.run('pull');
      expect(said).toContain("4 answers are on 2 records that aren't prompts of this campaign");
      await expectCounts(shared, { ranked: 3, unmatched: 4 });
      expect(await shared.prank('push')).toMatchObject({ added: 0, stray: 2, stray_answers: 4 });
      expect((await shared.prank('sync')).pull).toMatchObject({ unmatched: 4 });
      const { checks } = await shared.askDoctor();
      expect([...checks.values()].map(({ why, fix }) => `${why} ${fix}`).join('\n')).not.toContain('--prune');
      expect((await shared.run('rank')).said).toContain('4 answers');
    },
  },
  {
    name: 'the dataset is renamed in the web page',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(2);
      await shared.prank('pull');
      await shared.patch(shared.at(), { name: 'final' });
      await shared.answer(0, (await shared.lastRecord()).id, 3);
      for (const verb of ['pull', 'push', 'sync', 'status', 'deploy']) {
        const { exitCode, said } = await shared.run(verb);
        expect({ verb, exitCode }).toEqual({ verb, exitCode: 0 });
        if (verb !== 'status') expect(said).toContain('is called');
      }
      expect(await shared.prank('restore', '--yes')).toMatchObject({ records: 0, responses: 0 });
      expect((await shared.askDoctor()).findings).toContain('dataset_name');
      await expectCounts(shared, { ranked: 5 });
      await shared.run('doctor', '--repair');
      expect(await readFile(join(shared.dir, 'prank.yaml'), 'utf8')).toContain('final');
      expect((await shared.askDoctor()).findings).not.toContain('dataset_name');
      const { body } = await shared.owner.get(`/me/datasets?workspace_id=${shared.workspaceId}`);
      expect(body.items).toHaveLength(1);
    },
  },
  {
    name: 'the dataset is renamed, and a copy of it takes its old name',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(2);
      await shared.prank('pull');
      const { body: records } = await shared.owner.get(`${shared.at()}/records?include=responses`);
      const known = shared.datasetId;
      await shared.patch(shared.at(), { name: 'final' });
      shared.datasetId = await makeDataset(shared, [rating]);
      await shared.put(...records.items.map(({ id: _id, ...record }: { id: string }) => ({ ...record, metadata: {} })));
      // Nobody has asked for the copy's answers.
      await shared.answer(0, (await shared.lastRecord()).id, 1);
      shared.datasetId = known;
      await shared.answer(0, (await shared.lastRecord()).id, 5);
      await expectCounts(shared, { ranked: 5 });
      expect(await shared.prank('push')).toMatchObject({ added: 0, updated: 0, unchanged: 6 });
      expect((await shared.run('deploy')).said).toContain('final');
      expect((await shared.logged()).every(({ datasetId }) => datasetId === known)).toBe(true);
      await shared.run('sync');
    },
  },
  ...[true, false].map((backedUp): Situation => ({
    name: `people answer other questions too, and all answers come back ${backedUp ? 'from the backup' : 'without a backup'} after the dataset was lost`,
    backedUp,
    play: async (shared) => {
      shared.workspaceId = await makeWorkspace(shared);
      await makeDataset(shared, [rating, comment]);
      await shared.open();
      const { data: deployed, said: atDeploy } = await shared.run('deploy');
      expect(atDeploy).toContain('Raters are also asked comment');
      expect(deployed.steps).toContainEqual(expect.objectContaining({ action: 'keep', target: 'question comment' }));
      const [one, two, three] = await shared.records();
      await shared.answer(0, one?.id ?? '', 4, { comment: { value: 'Short and clear.' } });
      await shared.answer(1, one?.id ?? '', 2);
      await shared.answer(0, two?.id ?? '', 5, { comment: { value: '<b>"So"\n, la la</b>' } });
      const draft = { status: 'draft', values: { comment: { value: 'No idea yet' } } };
      await shared.raters[1]?.calls.post(`/records/${three?.id}/responses`, draft);
      const { said } = await shared.run('pull');
      expect(said).toContain('comment');
      expect((await shared.askDoctor()).checks.get('settings')?.why).toContain('comment');
      const values = (): Promise<unknown[]> =>
        shared.records().then((all) => all.flatMap(({ responses }) => responses.map((given) => given.values)));
      const given = await values();
      const logged = await shared.logged();
      expect(logged.map(({ others }) => others).filter((others) => others !== undefined)).toHaveLength(3);

      await shared.owner.delete(shared.at());
      expect(await shared.run('sync')).toMatchObject({ exitCode: 5, code: 'server_was_reset' });
      expect(await shared.prank('restore', '--yes')).toMatchObject({ records: backedUp ? 6 : 3, responses: 4 });
      const { body } = await shared.owner.get(`/me/datasets?workspace_id=${shared.workspaceId}`);
      shared.datasetId = body.items[0].id;
      expect(await values()).toEqual(given);
      expect(await shared.prank('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 4 });
      expect((await shared.logged()).map(({ updatedAt }) => updatedAt)).toEqual(
        logged.map(({ updatedAt }) => updatedAt),
      );
    },
  })),
  {
    name: 'a script reads the records with their answers and logs them back',
    play: async (shared) => {
      await shared.rewrite((config) => ({ ...config, task: { ...config.task, metadata: ['source'] } }));
      await shared.open();
      await shared.answerFirst(3);
      await shared.prank('pull');
      const times = await answerTimes(shared);
      expect(times.every((time) => /\.\d{6}/u.test(time))).toBe(true);
      expect(new Set(times).size).toBe(6);
      const { body } = await shared.owner.get(`${shared.at()}/records?include=responses`);
      const items = body.items.map((record: object) => ({ ...record, metadata: {} }));
      for (let round = 1; round <= 2; round += 1) await shared.put(...items);
      expect(await shared.prank('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 6 });
      expect(await answerTimes(shared)).toEqual(times);
      const released = await shared.release();
      expect(new Set(released.map(({ answered_at: at }) => at)).size).toBe(6);
      // The metadata is prank's, so a push writes it again, and the times still stay.
      await shared.prank('push');
      await shared.prank('sync', '--full');
      expect(await answerTimes(shared)).toEqual(times);
      await expectCounts(shared, { ranked: 6 });
    },
  },
  {
    name: 'a script deletes a record and logs it again with its answers',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(3);
      await shared.prank('pull');
      const times = await answerTimes(shared);
      const { body } = await shared.owner.get(`${shared.at()}/records?include=responses`);
      const [gone] = body.items;
      await shared.remove([gone.id]);
      await shared.put(gone);
      expect(await shared.prank('pull', '--full')).toMatchObject({ new: 0, changed: 0, deleted: 0, total: 6 });
      expect(await answerTimes(shared)).toEqual(times);
      await shared.prank('push');
      await expectCounts(shared, { ranked: 6 });
    },
  },
  {
    name: 'a script writes and deletes answers in bulk, which does not move the dataset’s clock',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(2);
      await shared.prank('sync');
      const [, , three, four] = await shared.records();
      const answers = shared.raters.map(({ id }) => ({
        user_id: id,
        status: 'submitted',
        values: { quality: { value: 5 } },
      }));
      await shared.put(...[three, four].map((record) => ({ external_id: record?.external_id, responses: answers })));
      expect(await shared.prank('pull')).toMatchObject({ new: 4, total: 8, unchanged: false });
      await expectCounts(shared, { ranked: 8 });
      expect(await shared.prank('sync')).toMatchObject({ pull: { total: 8 } });
      expect(await shared.prank('status')).toMatchObject({ server: { responses: 8, new_answers: 0 } });
    },
  },
  {
    name: 'records are deleted in the web page',
    play: async (shared) => {
      await shared.open();
      await shared.answerFirst(3);
      await shared.prank('sync');
      const [one, , , four] = await shared.records();
      await shared.remove([one?.id ?? '', four?.id ?? '']);
      for (let round = 1; round <= 2; round += 1) {
        const synced = await shared.prank('sync', '--full');
        expect(synced).toMatchObject({ pull: { total: 6, deleted: 0 }, push: { added: 0, deleted: 2 } });
      }
      const { findings, checks } = await shared.askDoctor();
      expect(findings).toContain('pushed');
      expect(checks.get('pushed')?.fix).toContain('push --again');
      await expectCounts(shared, { ranked: 6 });
      expect(await shared.prank('push')).toMatchObject({ added: 0, deleted: 2 });
      expect(await shared.prank('push', '--again')).toMatchObject({ added: 2, deleted: 0 });
      expect(await shared.prank('push')).toMatchObject({ added: 0, deleted: 0, unchanged: 6 });
      expect((await shared.askDoctor()).findings).not.toContain('pushed');
      await expectCounts(shared, { ranked: 6 });
    },
  },
  {
    name: 'overlap, guidelines, question, visibility and members are changed in the web page',
    play: async (shared) => {
      await shared.rewrite((config) => ({ ...config, task: { ...config.task, metadata: ['source'] } }));
      await shared.open();
      await shared.answerFirst(2);
      expect(await shared.prank('sync')).toMatchObject({ drift: [] });
      const { body: questions } = await shared.owner.get(`${shared.at()}/questions`);
      const { body: properties } = await shared.owner.get(`/me${shared.at()}/metadata-properties`);
      await shared.patch(shared.at(), { distribution: { strategy: 'overlap', min_submitted: 1 }, guidelines: 'New' });
      await shared.patch(`/questions/${questions.items[0].id}`, { title: 'Do you like it?' });
      await shared.patch(`/metadata-properties/${properties.items[0].id}`, { visible_for_annotators: true });
      await shared.owner.delete(`/workspaces/${shared.workspaceId}/users/${shared.raters[0]?.id}`);
      for (const words of [['sync'], ['sync'], ['sync', '--full']]) {
        const { exitCode, data, said } = await shared.run(...words);
        expect(exitCode).toBe(0);
        expect(data.drift.map(({ what }: { what: string }) => what)).toEqual([
          'guidelines',
          'overlap 2',
          'question quality',
          'metadata source',
          `workspace ${shared.name}`,
        ]);
        expect(said).toContain('doctor --repair');
        expect(said).toContain('prank deploy');
      }
      expect((await shared.askDoctor()).findings).toEqual(expect.arrayContaining(['settings', 'members']));
      await shared.prank('deploy');
      await shared.run('doctor', '--repair');
      expect(await shared.prank('sync', '--full')).toMatchObject({ drift: [] });
      await expectCounts(shared, { ranked: 4 });
    },
  },
  {
    name: 'the campaign can’t go on as prank.yaml describes it',
    play: async (shared) => {
      await shared.rewrite((config) => ({ ...config, task: { ...config.task, metadata: ['source'] } }));
      await shared.open();
      await shared.answerFirst(2);
      await shared.prank('sync');
      const { body: properties } = await shared.owner.get(`/me${shared.at()}/metadata-properties`);
      await shared.owner.delete(`/metadata-properties/${properties.items[0].id}`);
      for (const words of [['sync', '--full'], ['sync']]) {
        expect(await shared.run(...words)).toMatchObject({
          exitCode: 6,
          hint: 'prank deploy',
          data: { push: null, drift: [{ what: 'metadata source', why: 'is not there' }] },
        });
      }
      await shared.prank('deploy');
      expect(await shared.prank('sync')).toMatchObject({ drift: [] });

      const question = { name: 'quality', values: [1, 2, 3, 4, 5, 6, 7] };
      await shared.rewrite((config) => ({ ...config, task: { ...config.task, question } }));
      await shared.answer(0, (await shared.lastRecord()).id, 3);
      const blocked = await shared.run('sync');
      expect(blocked).toMatchObject({ exitCode: 6, hint: 'prank doctor', data: { push: null } });
      expect(blocked.data.pull).toMatchObject({ new: 1, total: 5 });
      expect(blocked.message).toContain("values can't change after publishing");
      expect((await shared.askDoctor()).findings).toContain('dataset');
    },
  },
];

/** The time of each answer in the log, by prompt and rater. */
async function answerTimes(shared: SharedDataset): Promise<string[]> {
  const answers = await shared.logged();
  return answers.map(({ promptId, raterId, updatedAt }) => `${promptId} ${raterId} ${updatedAt}`).toSorted();
}

const options = [1, 2, 3, 4, 5].map((value) => ({ value }));
const rating = { name: 'quality', title: 'Quality', required: true, settings: { type: 'rating', options } };
const comment = { name: 'comment', title: 'Why?', required: false, settings: { type: 'text' } };

async function makeWorkspace(shared: SharedDataset): Promise<string> {
  return (await shared.owner.post('/workspaces', { name: shared.name })).body.id;
}

/** A dataset under the campaign's name that somebody made in the web page. */
async function makeDataset(shared: SharedDataset, questions: object[]): Promise<string> {
  const { body } = await shared.owner.post('/datasets', { name: shared.name, workspace_id: shared.workspaceId });
  const at = `/datasets/${body.id}`;
  await shared.owner.post(`${at}/fields`, { name: 'prompt', title: 'P', required: true, settings: { type: 'text' } });
  for (const question of questions) await shared.owner.post(`${at}/questions`, question);
  expect((await shared.owner.put(`${at}/publish`, {})).status).toBe(200);
  return body.id;
}
