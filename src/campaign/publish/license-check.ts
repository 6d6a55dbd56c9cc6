import { UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { findClosest } from '../../lib/text/find-closest.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Emit, Prompt } from '../../model.ts';
import { suggestRelease } from '../../release/licenses/license-conflict.ts';
import { type LicenseProblem, reviewLicenses } from '../../release/licenses/review-licenses.ts';
import type { ReleaseInput } from '../../release/write-release.ts';

interface CheckedInput extends Pick<ReleaseInput, 'campaign' | 'prompts'> {
  /** The prompts with enough answers to be in the release. */
  released: readonly Prompt[];
}

/**
 * Stops a release with prompts that nobody has allowed to be published under its licence. Throws UsageError
 * `license_undecided`, which names all such sources and what to write, and `license_decision_unknown` for a decision on
 * a source that does not exist. A decision that is no longer needed is a warning.
 */
export function checkLicenses(input: CheckedInput, emit: Emit): void {
  const { campaign, prompts, released } = input;
  assertKnownSources(input);
  const { undecided } = reviewLicenses(campaign, released);
  if (undecided.length > 0) throw notDecided(input, undecided);
  // A prompt without answers may be in the next release, which needs the decision on its source.
  const needed = new Set(reviewLicenses(campaign, prompts).decided.map(({ source }) => source));
  for (const source of Object.keys(campaign.publish.licenseDecisions).toSorted(compareText)) {
    if (needed.has(source)) continue;
    const text = `publish.license_decisions.${source} is no longer needed: no prompt asks for it under ${campaign.publish.license}.`;
    emit({ type: 'warning', text });
  }
}

function assertKnownSources({ campaign, prompts }: CheckedInput): void {
  const known = new Set([...campaign.sources.map(({ id }) => id), ...prompts.map(({ source }) => source)]);
  const strangers = Object.keys(campaign.publish.licenseDecisions).filter((source) => !known.has(source));
  if (strangers.length === 0) return;
  const lines = strangers
    .toSorted(compareText)
    .map((source) => `There is no source ${printable(source)}${guess(source, known)}`);
  throw new UsageError('license_decision_unknown', lines.join('\n'), {
    details: { sources: strangers, known: [...known].toSorted(compareText) },
  });
}

function guess(source: string, known: ReadonlySet<string>): string {
  const closest = findClosest(source, [...known].toSorted(compareText));
  return closest === null ? '.' : `; did you mean ${printable(closest)}?`;
}

function notDecided({ campaign, released }: CheckedInput, undecided: readonly LicenseProblem[]): UsageError {
  const { license } = campaign.publish;
  const sources = [...new Set(undecided.map(({ source }) => source))];
  const title = `The prompts of ${sources.length === 1 ? 'a source' : `${sources.length} sources`} can't be released under ${license}:`;
  const other = suggestRelease(released.flatMap((prompt) => prompt.license ?? []));
  const fits = other === null || other === license ? '' : `another licence, such as publish: {license: ${other}}; or `;
  const decisions = sources.map((source) => `${JSON.stringify(source)}: "why they may be published"`);
  return new UsageError('license_undecided', [title, ...undecided.map(describe)].join('\n'), {
    hint: `Write into prank.yaml ${fits}\`enabled: false\` at these sources, and run ${prankCommand('build')}; or your decision, publish: {license_decisions: {${decisions.join(', ')}}}.`,
    details: { license, suggestion: other, sources: undecided },
  });
}

function describe({ source, prompts, license, restated, why }: LicenseProblem): string {
  const count = `${prompts} ${prompts === 1 ? 'prompt' : 'prompts'}`;
  const now =
    restated === null
      ? ''
      : ` (built with ${describeLicense(license)}; prank.yaml says ${describeLicense(restated.license)} by now, which prank build takes over)`;
  return `- ${printable(source)}, ${count}: ${why}${now}`;
}

function describeLicense(license: string | null): string {
  return license === null ? 'no licence' : printable(license, 60);
}
