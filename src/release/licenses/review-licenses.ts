import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Campaign, Prompt, PublishSettings } from '../../model.ts';
import { findLicenseConflict, normalizeLicense } from './license-conflict.ts';

/** A source whose prompts may not simply be released under `publish.license`. */
export interface LicenseProblem {
  source: string;
  /** Prompts of it among those looked at. */
  prompts: number;
  /** The licence that these prompts were built with. */
  license: string | null;
  /** What prank.yaml says of the source by now, when that is something else. */
  restated: { license: string | null } | null;
  /** Why it does not fit, one sentence. */
  why: string;
}

/** A problem that the organizer answered for, with the reason in prank.yaml. */
export interface LicenseDecision extends LicenseProblem {
  reason: string;
}

export interface LicenseReview {
  undecided: LicenseProblem[];
  decided: LicenseDecision[];
}

type Publishable = Pick<Campaign, 'sources'> & { publish: PublishSettings };

/**
 * Holds the licence of each source against that of the release, and against the decisions in prank.yaml; pure, sorted by
 * source. A prompt that several sources had counts for the one that keeps it: its text, licence and place are the ones
 * that are released. A source has two problems when its prompts were built with two licences.
 */
export function reviewLicenses({ sources, publish }: Publishable, prompts: readonly Prompt[]): LicenseReview {
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
