import type { Agreement } from '../../model.ts';
import { showEstimate } from '../charts/figures.ts';

/** How far raters agree, in one sentence. */
export function describeAgreement({
  alphaOrdinal,
  exactAgreement,
  withinOneAgreement,
  pairableItems,
}: Agreement): string {
  if (exactAgreement.value === null) return `Agreement can't be told: ${exactAgreement.reason}.`;
  const alpha = alphaOrdinal.value === null ? '' : `, Krippendorff's alpha ${showEstimate(alphaOrdinal)}`;
  return (
    `On ${pairableItems} with two answers or more, ${percent(exactAgreement.value)} of pairs are equal and ` +
    `${percent(withinOneAgreement.value)} at most one step apart${alpha}.`
  );
}

function percent(share: number | null): string {
  return `${((share ?? 0) * 100).toFixed(0)} %`;
}
