import type { Agreement } from '../../model.ts';
import { showEstimate, showCount, showShare } from '../../lib/text/numbers.ts';

/** Says in one sentence how far raters agree. */
export function describeAgreement({
  alphaOrdinal,
  exactAgreement,
  withinOneAgreement,
  pairableItems,
}: Agreement): string {
  if (exactAgreement.value === null) return `Agreement can't be told: ${exactAgreement.reason}.`;
  const alpha = alphaOrdinal.value === null ? '' : `, Krippendorff's alpha ${showEstimate(alphaOrdinal)}`;
  return (
    `On ${showCount(pairableItems)} with two answers or more, ${showShare(exactAgreement.value)} of pairs are equal and ` +
    `${showShare(withinOneAgreement.value ?? 0)} at most one step apart${alpha}.`
  );
}
