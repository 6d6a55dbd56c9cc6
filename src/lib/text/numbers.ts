/** The one way to print each kind of number for people: thousands separators, a true minus, a space before units. */

/** `10,331`; rounded to a whole number. */
export function showCount(count: number): string {
  return showRounded(count, 0, 0);
}

/** `1 rater`, `2,000 raters`. Give `plural` if it is not the noun with an s. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${showCount(count)} ${count === 1 ? noun : plural}`;
}

/** `3.42`, always with all decimals, and never a signed zero. An en dash for null. */
export function showFigure(value: number | null, decimals = 2): string {
  return value === null ? '–' : showRounded(value, decimals, decimals);
}

/** `3.30 to 3.54`. */
export function showRange(low: number | null, high: number | null): string {
  return `${showFigure(low)} to ${showFigure(high)}`;
}

/** `3.42 (3.30 to 3.54)`; without the interval if it is unknown. */
export function showEstimate({ value, low, high }: Estimate): string {
  if (value === null || low === null || high === null) return showFigure(value);
  return `${showFigure(value)} (${showRange(low, high)})`;
}

/** A figure with the ends of its interval; null = unknown. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** `62 %`. A small share is not shown as zero: `<1 %`. An en dash for null. */
export function showShare(share: number | null): string {
  if (share === null) return '–';
  return share > 0 && share < 0.005 ? '<1 %' : `${showRounded(share * 100, 0, 0)} %`;
}

/** A number per day or second: `<0.1`, `0.5`, `9.5`; a whole number from ten. */
export function showRate(rate: number): string {
  if (rate > 0 && rate < 0.05) return '<0.1';
  return showRounded(rate, 0, rate < 10 ? 1 : 0);
}

/** `0.2 days`, `1 day`, `12 days`: rounded up, to whole days from ten. */
export function showDays(days: number): string {
  const rounded = roundUp(days);
  return `${showRounded(rounded, 0, 1)} ${rounded === 1 ? 'day' : 'days'}`;
}

/** Only the number of `showDays`, for a table whose column says that these are days. */
export function showDayCount(days: number): string {
  return showRounded(roundUp(days), 0, 1);
}

function roundUp(days: number): number {
  return days >= 10 ? Math.ceil(days) : Math.ceil(days * 10) / 10;
}

/** `52 s`; an en dash for null. */
export function showSeconds(seconds: number | null): string {
  return seconds === null ? '–' : `${showCount(seconds)} s`;
}

/** `16 s`, `3 min 20 s`, `2 h 5 min`; rounded up. */
export function showDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${showCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `640 kB`, `12.3 MB`. A kB has 1,000 bytes, as on the Hub. */
export function showBytes(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${showRounded(bytes / 1000 ** power, 0, power < 2 ? 0 : 1)} ${byteUnits[power] ?? ''}`;
}

const formats = new Map<string, Intl.NumberFormat>();

function showRounded(value: number, leastDecimals: number, mostDecimals: number): string {
  const factor = 10 ** mostDecimals;
  // Adding 0 turns -0 into 0.
  const rounded = Math.round(value * factor) / factor + 0;
  const digits = formatOf(leastDecimals, mostDecimals).format(Math.abs(rounded));
  return rounded < 0 ? `−${digits}` : digits;
}

/** Cached, because creating a format takes far longer than using it. */
function formatOf(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits, maximumFractionDigits });
  formats.set(key, format);
  return format;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** `third`, `21st`: for a whole number from 1. */
export function showOrdinal(place: number): string {
  const word = ordinals[place - 1];
  if (word !== undefined) return word;
  const isTeen = Math.floor((place % 100) / 10) === 1;
  return `${place}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')}`;
}
