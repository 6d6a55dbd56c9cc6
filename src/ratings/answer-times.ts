import type { Rating } from '../model.ts';
import { type DateOrder, parseWrittenTime } from './parse-time.ts';
import { invalid, show } from './ratings-faults.ts';

interface UnclearTime {
  rating: Rating;
  place: string;
  text: string;
  time: Partial<Record<DateOrder, string>>;
}

/**
 * Reads when answers were given. Whether a date such as 3/1/2024 has the day or the month first is decided by the whole
 * file, once all rows are read.
 */
export class AnswerTimes {
  private readonly unclear: UnclearTime[] = [];

  /** Sets the time of a rating, now or in `finish`. Throws UsageError `ratings_invalid`. */
  add(rating: Rating, text: string, place: string): void {
    const time = parseWrittenTime(text);
    if (time === null) {
      throw invalid(`${place}: answered_at "${show(text)}" is not a time such as 2026-03-01T09:30:00Z.`, {
        hint: 'Correct the time, or leave it empty: times are optional.',
      });
    }
    if (typeof time === 'string') rating.answeredAt = time;
    else this.unclear.push({ rating, place, text, time });
  }

  /**
   * Sets the remaining times. Returns one of them as written if nothing shows which order they have; then they stay
   * unset. Throws UsageError `ratings_invalid` if some have the day first and others the month.
   */
  finish(): string | null {
    const dayFirst = this.unclear.find(({ time }) => time['month first'] === undefined);
    const monthFirst = this.unclear.find(({ time }) => time['day first'] === undefined);
    if (dayFirst !== undefined && monthFirst !== undefined) {
      throw invalid(
        `${dayFirst.place}: answered_at "${show(dayFirst.text)}" has the day first, but "${show(monthFirst.text)}" in ` +
          `${monthFirst.place} has the month first.`,
        { hint: 'Write all times in one form, such as 2026-03-01T09:30:00Z.' },
      );
    }
    if (dayFirst === undefined && monthFirst === undefined) return this.unclear[0]?.text ?? null;
    const order: DateOrder = dayFirst === undefined ? 'month first' : 'day first';
    for (const { rating, time } of this.unclear) {
      const own = time[order];
      if (own !== undefined) rating.answeredAt = own;
    }
    return null;
  }
}
