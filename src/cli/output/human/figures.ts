import { showCount } from '../../../lib/text/count-words.ts';

/** A share as 62 %, an en dash for null. */
export function renderShare(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(0)} %`;
}

/** Days as people count them: whole from ten on, below with one decimal. */
export function renderDays(days: number): string {
  return days >= 10 ? showCount(Math.ceil(days)) : String(Math.ceil(days * 10) / 10);
}

/** 2026-01-01 10:00 UTC */
export function renderTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
