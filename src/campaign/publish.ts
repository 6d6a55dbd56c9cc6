import { UsageError } from '../lib/errors.ts';
import type { Campaign, Prompt, PublishSettings, ResponseEvent } from '../model.ts';
import { rankItems } from '../rank/rank-items.ts';
import { answersOf } from '../ratings/current-view.ts';
import type { ReleaseInput, WrittenRelease } from '../release/write-release.ts';
import { toRatedItems } from './rank.ts';
import { chooseRaterName } from './rater-names.ts';

export interface PublishPorts {
  readPrompts: () => Promise<Prompt[]>;
  readLog: () => Promise<ResponseEvent[]>;
  /** The campaign's key for pseudonyms, made when it is first needed. */
  pseudonymKey: () => Promise<string>;
  /** Writes the release folder; the answer tells whether any file differs from what was there. */
  writeRelease: (dir: string, input: ReleaseInput) => Promise<WrittenRelease>;
  /** What is in `dir` already, compared without writing. */
  compareRelease: (dir: string, input: ReleaseInput) => Promise<WrittenRelease>;
  /** The answers come from `prank demo`, which the card must say. */
  isSimulated: () => Promise<boolean>;
}

export interface PublishOptions {
  dryRun: boolean;
  dir: string;
  /** false = the folder is all that is asked for. */
  upload: boolean;
}

export interface PublishResult {
  dir: string;
  rows: number;
  changed: boolean;
  commit: string | null;
  tag: string | null;
}

/** Makes the release folder from prompts and ratings log alone; the same state gives the same bytes. */
export async function publish(
  campaign: Campaign,
  ports: PublishPorts,
  options: PublishOptions,
): Promise<PublishResult> {
  const settings = assertPublishable(campaign, options);
  const prompts = await ports.readPrompts();
  const log = await ports.readLog();
  const input: ReleaseInput = {
    campaign: { ...campaign, publish: settings },
    prompts,
    answers: answersOf(log),
    ranking: rankItems(toRatedItems(prompts, log, campaign.task.question)),
    raterName: await chooseRaterName(settings.raters, log, ports.pseudonymKey),
    simulated: await ports.isSimulated(),
  };
  const release = options.dryRun
    ? await ports.compareRelease(options.dir, input)
    : await ports.writeRelease(options.dir, input);
  return { dir: options.dir, rows: release.rows, changed: release.changed, commit: null, tag: null };
}

function assertPublishable({ publish: settings }: Campaign, { upload }: PublishOptions): PublishSettings {
  if (settings === null) {
    throw new UsageError('publish_missing', 'prank.yaml has no publish section, so no licence is named.', {
      hint: 'Add to prank.yaml:  publish: {license: cc-by-4.0}',
    });
  }
  if (upload && settings.dataset !== null) {
    throw new UsageError('hub_not_supported', 'This version does not upload to the Hub yet.', {
      hint: 'prank publish --to DIR makes the folder; upload it with: hf upload-large-folder or the web page of the dataset.',
    });
  }
  return settings;
}
