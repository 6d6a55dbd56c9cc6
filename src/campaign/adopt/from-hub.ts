import { basename, join } from 'node:path';
import type { TargetEdit } from '../../config/edit-config.ts';
import { markSimulated } from '../../folder/is-simulated.ts';
import { hashRaterId, readForgottenRaters } from '../../folder/forgotten-raters.ts';
import { UnsafeError, UsageError } from '../../lib/errors.ts';
import { isPresent, readTextIfPresent } from '../../lib/files/read-text.ts';
import { countOf } from '../../lib/text/numbers.ts';
import type { Emit, ResponseEvent } from '../../model.ts';
import { responseKey } from '../../ratings/current-view.ts';
import { listRounds, type PublishedAnswer, toRoundEvents } from '../../ratings/earlier-rounds.ts';
import { readRelease } from '../../release/read-release.ts';
import { promptFactsPath, recordPath } from '../../release/record.ts';
import { cardPath } from '../../release/render-release.ts';
import { promptsPath } from '../../release/tables/prompt-table.ts';
import { ratingsPath } from '../../release/tables/ratings-table.ts';
import { withDatasetFiles } from '../hub-dataset/download.ts';
import type { CampaignFolder, OpenCampaign } from '../open/types.ts';
import { asOneFile, chooseFiles } from '../ranking/dataset.ts';
import { readCardLicense } from './card-license.ts';
import type { FoundCampaign, FoundPrompt } from './found.ts';
import { promptIdOf } from './list-sources.ts';
import { readPromptTable } from './read-table.ts';

/** Which dataset on the Hub to adopt. */
export interface DatasetOptions {
  from: 'hub';
  /** `owner/name`, or `owner/name@revision` with a commit, branch or tag. */
  dataset: string;
  /** Where raters of the next round answer; the embedded server unless given. */
  target?: TargetEdit | undefined;
}

/** Which release in a folder to adopt. */
export interface ReleaseOptions {
  from: 'release';
  path: string;
  /** As above. */
  target?: TargetEdit | undefined;
}

/**
 * Reads a release of prank on the Hub, or a table of prompts with a list of answers each. Throws UsageError
 * `not_a_dataset`, `hub_dataset_missing`, `dataset_without_ratings`, and what `readPromptTable` and `readRelease` throw.
 */
export async function readDataset(
  folder: CampaignFolder,
  { dataset, target = 'local' }: DatasetOptions,
  emit: Emit,
): Promise<FoundCampaign> {
  return withDatasetFiles(
    folder,
    dataset,
    (paths) => chooseNeeded(dataset, paths),
    async (dir, paths, { name, commit }) => {
      const place = { origin: `${name}@${commit}`, name: basename(name), target };
      if (await isPresent(join(dir, recordPath))) return fromRelease(dir, place);
      const card = await readTextIfPresent(join(dir, cardPath));
      const tables = paths.filter((path) => path !== join(dir, cardPath));
      return fromTable(await asOneFile(dir, tables), card, place);
    },
    emit,
  );
}

/** Reads a release of prank in a folder. Throws UsageError `release_not_there`, `release_damaged`. */
export async function readReleaseFolder({ path, target = 'local' }: ReleaseOptions): Promise<FoundCampaign> {
  const place = { origin: basename(path), name: basename(path), target };
  if (await isPresent(join(path, recordPath))) return fromRelease(path, place);
  const table = join(path, promptsPath);
  if (await isPresent(table)) return fromTable(table, await readTextIfPresent(join(path, cardPath)), place);
  throw new UsageError('release_not_there', `There is no release in ${path}.`);
}

/** Not the charts and pages of a release. */
function chooseNeeded(dataset: string, paths: readonly string[]): string[] {
  const needed = [recordPath, promptFactsPath, promptsPath, ratingsPath, cardPath];
  const wanted = paths.includes(recordPath) ? needed : [...chooseFiles(dataset, paths), cardPath];
  return wanted.filter((path) => paths.includes(path));
}

type Place = Pick<FoundCampaign, 'origin' | 'name' | 'target'>;

async function fromRelease(dir: string, place: Place): Promise<FoundCampaign> {
  const { record, input } = await readRelease(dir);
  const { name, task, publish } = input.campaign;
  const newIds = new Map(input.prompts.map(({ id, prompt }) => [id, promptIdOf(prompt)]));
  const withText = input.prompts.filter(({ id }) => newIds.get(id) !== null);
  const answers = input.answers.flatMap(({ promptId: id, raterId, status, value, insertedAt, updatedAt }) => {
    const promptId = newIds.get(id) ?? null;
    if (promptId === null || status === 'deleted') return [];
    return [{ promptId, rater: raterId, status, value, insertedAt, updatedAt }];
  });
  const left = input.answers.length - answers.length;
  const unknown = input.prompts.length - withText.length;
  const sources = new Set(withText.map(({ source }) => source));
  const decisions = Object.entries(publish.licenseDecisions).filter(([source]) => sources.has(source));
  const { overlap, question, guidelines } = task;
  return {
    ...place,
    name,
    prompts: withText.map(({ prompt, source, kind, license, metadata }): FoundPrompt => ({
      text: prompt,
      source,
      kind,
      license,
      metadata,
    })),
    task: { question, overlap },
    guidelines,
    publish: {
      license: publish.licenseLink === null ? publish.license : { name: publish.license, link: publish.licenseLink },
      ...(publish.raters === 'omit' ? { raters: 'omit' as const } : {}),
      ...(decisions.length === 0 ? {} : { license_decisions: Object.fromEntries(decisions) }),
      ...(publish.authors.length === 0 ? {} : { authors: [...publish.authors] }),
    },
    notes: [
      ...(unknown === 0
        ? []
        : [
            `${countOf(unknown, 'prompt')} of that campaign ${unknown === 1 ? 'is' : 'are'} not here: the release holds no text of prompts that it leaves out. Nor are their ${countOf(left, 'answer')}.`,
          ]),
      ...(record.simulated ? ['The answers of this release are simulated: no person gave them.'] : []),
    ],
    ...toRound(answers, place.origin, record.simulated),
  };
}

async function fromTable(path: string, card: string | null, place: Place): Promise<FoundCampaign> {
  const { prompts, answers, values, blank } = await readPromptTable(path, place.origin);
  const license = card === null ? null : readCardLicense(card);
  const scale = chooseScale(values, place.origin);
  return {
    ...place,
    prompts: prompts.map((prompt) => ({ ...prompt, license: prompt.license ?? license?.source ?? null })),
    task: { question: { name: 'quality', title: 'How good is this prompt?', values: scale } },
    guidelines: null,
    publish: license?.publish == null ? null : { license: license.publish },
    notes: [
      `The dataset doesn't say what raters were asked. prank.yaml asks "How good is this prompt?" with the values ${scale.join(', ')}: correct task.question before you deploy.`,
      ...(blank === 0
        ? []
        : [`${countOf(blank, 'submitted answer')} without a rating ${blank === 1 ? 'is' : 'are'} left out.`]),
      ...(license?.publish == null
        ? ['The card names no licence that prank knows. Choose one for publish.license.']
        : []),
    ],
    ...toRound(answers, place.origin),
  };
}

/** 1 to 5 if that holds all ratings, otherwise all whole numbers between the lowest and the highest. */
function chooseScale(values: readonly number[], place: string): number[] {
  const [lowest = 1, highest = 5] = [values[0], values.at(-1)];
  const from = Math.min(1, lowest);
  const to = Math.max(5, highest);
  const isWhole = values.every((value) => Number.isInteger(value));
  if (isWhole && from >= 0 && to <= 10) return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  throw new UsageError(
    'nothing_to_adopt',
    `${place} has ratings from ${lowest} to ${highest}${isWhole ? '' : ', not all of them whole numbers'}. A campaign has whole numbers from 0 to 10.`,
  );
}

function toRound(
  answers: readonly PublishedAnswer[],
  origin: string,
  isSimulated = false,
): Pick<FoundCampaign, 'answers' | 'raters' | 'addAnswers'> {
  const events = toRoundEvents(answers, origin);
  return {
    answers: events.length,
    raters: new Set(events.map(({ raterId }) => raterId)).size,
    async addAnswers(campaign) {
      // First: no release may pass answers off as those of people.
      if (isSimulated) await markSimulated(campaign.dir);
      await addRound(campaign, events);
    },
  };
}

/** Adds what is missing of a round to the log, but for raters who were forgotten. Throws UnsafeError `other_round`. */
async function addRound(campaign: OpenCampaign, events: readonly ResponseEvent[]): Promise<void> {
  const known = await campaign.log.read({ earlier: true });
  const [own] = events;
  const other = listRounds(known).find(({ id }) => own !== undefined && id !== own.datasetId);
  if (other !== undefined) {
    throw new UnsafeError(
      'other_round',
      `The ratings log has an earlier round from ${other.origin} with other answers. Adding this one could count answers twice.`,
    );
  }
  const there = new Set(known.map(responseKey));
  const forgotten = await readForgottenRaters(campaign.dir);
  const prompts = new Set(await campaign.readPromptIds());
  const missing = events.filter(
    (event) =>
      prompts.has(event.promptId) && !there.has(responseKey(event)) && !forgotten.has(hashRaterId(event.raterId)),
  );
  await campaign.log.append(missing);
}
