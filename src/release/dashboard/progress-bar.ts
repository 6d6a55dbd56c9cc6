/** A part of a bar: its share of the length, and the class that colours it. */
export interface BarPart {
  share: number;
  className: string;
}

/**
 * A bar as SVG, because the page's content policy forbids inline styles. It only illustrates figures that are shown
 * next to it.
 */
export function renderBar(className: string, parts: readonly BarPart[]): string {
  let start = 0;
  const rects = parts.map(({ share, className: own }) => {
    const rect = `<rect class="${own}" x="${percent(start)}" width="${percent(share)}" height="100%"/>`;
    start += share;
    return rect;
  });
  return `<svg class="${className}" aria-hidden="true">${rects.join('')}</svg>`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}
