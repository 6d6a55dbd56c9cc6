import { groupBy } from '../../lib/group-by.ts';
import { showLicense } from '../../lib/licenses/find-license.ts';
import { compareText } from '../../lib/text/text.ts';
import type { BuildManifest, ManifestSource, Prompt } from '../../model.ts';
import { findLicenseUrl } from '../licenses/license-conflict.ts';
import { type LicenseDecision, reviewLicenses } from '../licenses/review-licenses.ts';
import { distinctTexts, link, markdownTable, plainText } from './markdown.ts';
import type { ReleasedSource, ReleaseInput } from '../input.ts';
import { type ReleasedPrompt, submittedValues } from '../tables/released-prompts.ts';
import { countOf, showCount } from '../../lib/text/numbers.ts';

/** File names shown per source; the others are counted. */
const shownFiles = 3;

/** The card's section about sources: a table of those of the released prompts, and the decisions on licences. */
export function renderSourceData(input: ReleaseInput, released: readonly ReleasedPrompt[]): string {
  const manifest = input.manifest !== null && isManifestOf(input.manifest, input.prompts) ? input.manifest : null;
  const built = new Map(manifest?.sources.map((source) => [source.id, source]));
  const written = new Map(input.campaign.sources.map((source) => [source.id, source]));
  const groups = [...groupBy(released, ({ prompt }) => prompt.source)].toSorted(([a], [b]) => compareText(a, b));
  const rows = groups.map(([id, group]) => {
    const counts = built.get(id);
    return [
      plainText(id),
      renderPlace(group, written.get(id), counts),
      distinctTexts(group.map(({ prompt }) => prompt.kind)),
      renderLicenses(group),
      ...(manifest === null
        ? []
        : [counts?.read, counts?.kept].map((count) => (count === undefined ? '' : showCount(count)))),
      showCount(group.length),
      showCount(group.reduce((sum, row) => sum + submittedValues(row).length, 0)),
    ];
  });
  const counted = manifest === null ? [] : ['Read', 'Kept'];
  const { decided } = reviewLicenses(
    input.campaign,
    released.map(({ prompt }) => prompt),
  );
  return [
    markdownTable(['Source', 'From', 'Kind', 'Licence', ...counted, 'Prompts', 'Answers'], rows),
    ...(manifest === null
      ? []
      : ['Read: rows of the source. Kept: its prompts in the campaign. Prompts: those in here.']),
    ...(decided.length === 0 ? [] : [renderDecisions(decided, input.campaign.publish.license)]),
  ].join('\n\n');
}

/** Whether the manifest counts these prompts: after a build was killed, one of the two files is older. */
export function isManifestOf({ sources }: BuildManifest, prompts: readonly Prompt[]): boolean {
  const counts = new Map<string, number>();
  for (const { source } of prompts) counts.set(source, (counts.get(source) ?? 0) + 1);
  const kept = sources.reduce((sum, source) => sum + source.kept, 0);
  return kept === prompts.length && sources.every((source) => (counts.get(source.id) ?? 0) === source.kept);
}

function renderPlace(
  group: readonly ReleasedPrompt[],
  written: ReleasedSource | undefined,
  built: ManifestSource | undefined,
): string {
  // prank.yaml may have changed since the build, but without a manifest it is the only record.
  const dataset = built === undefined ? (written?.hub?.dataset ?? null) : built.dataset;
  const patterns = written?.files ?? [];
  if (dataset === null) return renderFiles(patterns.length > 0 ? patterns : (built?.files ?? []));
  const revisions = new Set(group.flatMap(({ prompt }) => prompt.revision ?? []));
  return [
    link(dataset, datasetUrl(dataset)),
    ...[...revisions].toSorted(compareText).map((revision) => renderRevision(dataset, revision)),
  ].join(' ');
}

function renderRevision(dataset: string, revision: string): string {
  const url = datasetUrl(dataset);
  const isCommit = /^[0-9a-f]{40}$/u.test(revision);
  return link(revision.slice(0, 12), url === null || !isCommit ? null : `${url}/tree/${revision}`);
}

/** null if no dataset on the Hub can have this name: then we don't know what the link would lead to. */
function datasetUrl(dataset: string): string | null {
  const isName = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/u.test(dataset);
  return isName ? `https://huggingface.co/datasets/${dataset}` : null;
}

function renderFiles(files: readonly string[]): string {
  const shown = files.slice(0, shownFiles).map((file) => plainText(file, 100));
  const rest = files.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${showCount(rest)} more`] : [])].join(', ');
}

function renderLicenses(group: readonly ReleasedPrompt[]): string {
  const written = new Set(group.map(({ prompt }) => prompt.license));
  const named = [...written].map((license) => (license === null ? null : showLicense(license)));
  const licenses = [...new Set(named)].toSorted((a, b) => compareText(a ?? '', b ?? ''));
  return licenses
    .map((license) => (license === null ? 'none declared' : link(license, findLicenseUrl(license))))
    .join(', ');
}

function renderDecisions(decided: readonly LicenseDecision[], license: string): string {
  const lines = decided.map(
    ({ source, prompts, why, reason }) =>
      `- ${plainText(source)}, ${countOf(prompts, 'prompt')} (${plainText(why)}): “${plainText(reason)}”`,
  );
  return [`The organizers decided to release these under ${plainText(license)} all the same:`, '', ...lines].join('\n');
}
