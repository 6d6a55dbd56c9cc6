import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Prompt, PublishSettings, Source } from '../../model.ts';
import { findLicenseConflict, normalizeLicense } from './license-conflict.ts';

/** A source whose prompts can't be released under `publish.license` without a decision. */
export interface LicenseProblem {
  source: string;
  /** Number of its prompts among those reviewed. */
  prompts: number;
  /** The licence of these prompts at the time of the build. */
  license: string | null;
  /** The source's licence in prank.yaml now, if it differs. */
  restated: { license: string | null } | null;
  /** Why it does not fit, in one sentence. */
  why: string;
}

/** A problem that the organizer has decided on, with the reason from prank.yaml. */
export interface LicenseDecision extends LicenseProblem {
  reason: string;
}

export interface LicenseReview {
  undecided: LicenseProblem[];
  decided: LicenseDecision[];
}

interface Publishable {
  sources: readonly Pick<Source, 'id' | 'license'>[];
  publish: Pick<PublishSettings, 'license' | 'licenseDecisions'>;
}

/**
 * Checks the licence of each source against that of the release and the decisions in prank.yaml. Pure; sorted by
 * source. A prompt found in several sources counts for the source that keeps it, because that one's text, licence and
 * place are released. A source whose prompts were built with two licences has two problems.
 */
export function reviewLicenses(
  { sources, publish }: Publishable,
  prompts: readonly Pick<Prompt, 'source' | 'license'>[],
): LicenseReview {
  const written = new Map(sources.map(({ id, license }) => [id, license]));
  const groups = groupBy(prompts, ({ source, license }) => JSON.stringify([source, license]));
  const problems = [...groups.values()].flatMap((group): LicenseProblem[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { source, license } = first;
    const now = written.get(source);
    const restated = now === undefined || isSameLicense(now, license) ? null : { license: now };
    const conflicts = [license, ...(restated === null ? [] : [restated.license])].map((one) =>
      findLicenseConflict(one, publish.license),
    );
    const why = conflicts.find((conflict) => conflict !== null);
    return why === undefined ? [] : [{ source, prompts: group.length, license, restated, why }];
  });
  const sorted = problems.toSorted(
    (a, b) => compareText(a.source, b.source) || compareText(a.license ?? '', b.license ?? ''),
  );
  const reasonOf = ({ source }: LicenseProblem): string | undefined =>
    Object.hasOwn(publish.licenseDecisions, source) ? publish.licenseDecisions[source] : undefined;
  return {
    undecided: sorted.filter((problem) => reasonOf(problem) === undefined),
    decided: sorted.flatMap((problem) => {
      const reason = reasonOf(problem);
      return reason === undefined ? [] : [{ ...problem, reason }];
    }),
  };
}

function isSameLicense(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : normalizeLicense(a) === normalizeLicense(b);
}
