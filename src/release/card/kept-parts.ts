import { UnsafeError } from '../../lib/errors.ts';

const opening = '<!-- prank:keep -->';
const closing = '<!-- /prank:keep -->';

/** Whether prank wrote this card: only its cards have the markers. */
export function hasKeepMarkers(card: string): boolean {
  return card.includes(opening);
}

/**
 * What people wrote between the markers of a card, in order. A marker counts only if it is alone on its line and
 * outside code blocks, so quoted text can't pass for one. Throws UnsafeError `keep_unclosed`, so that no text is lost.
 */
export function findKeptParts(card: string, path: string): string[] {
  const parts: string[] = [];
  let part: string[] | null = null;
  let fence: string | null = null;
  for (const line of card.split('\n')) {
    if (part !== null) {
      if (line.trim() === closing) {
        parts.push(part.join('\n'));
        part = null;
      } else part.push(line);
    } else if (fence !== null) {
      if (isFenceEnd(line, fence)) fence = null;
    } else if (line.trim() === opening) part = [];
    else fence = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1] ?? null;
  }
  if (part === null) return parts;
  throw new UnsafeError('keep_unclosed', `${path} has a ${opening} without its ${closing}.`);
}

/** The parts between their markers, or one empty pair of markers. */
export function renderKeptParts(parts: readonly string[]): string {
  const filled = parts.filter((part) => part.trim() !== '');
  if (filled.length === 0) return `${opening}\n${closing}`;
  return filled.map((part) => `${opening}\n${part}\n${closing}`).join('\n\n');
}

function isFenceEnd(line: string, fence: string): boolean {
  const run = /^ {0,3}(`+|~+)\s*$/u.exec(line)?.[1];
  return run !== undefined && run[0] === fence[0] && run.length >= fence.length;
}
