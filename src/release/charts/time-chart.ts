import type { RatingSummary } from '../../model.ts';
import { dayMs } from '../../lib/time.ts';
import type { Chart, TimeFigure, TimeUnit } from './chart.ts';
import { countOf, showCount } from '../../lib/text/numbers.ts';

/** With more bars, a chart is hard to read. */
const mostBars = 90;

/** Answers per day, week or month. null if all are from one day or none has a known day. */
export function chartAnswersOverTime({ days }: RatingSummary): Chart | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const unit = chooseUnit((Date.parse(last.day) - Date.parse(first.day)) / dayMs + 1);
  const periods = listPeriods(days, unit);
  const total = days.reduce((sum, { answers }) => sum + answers, 0);
  const most = periods.reduce((best, period) => (period.answers > best.answers ? period : best));
  const answered = periods.filter(({ answers }) => answers > 0);
  return {
    name: 'answers-over-time',
    title: `${showCount(total)} answers on ${countOf(days.length, 'day')}, most ${unit === 'day' ? 'on' : 'in'} ${most.label} (${showCount(most.answers)})`,
    subtitle: `Answers a ${unit}, by when they were first given (UTC).`,
    alt:
      `${countOf(total, 'answer')} a ${unit} from ${first.day} to ${last.day} (UTC), on ${countOf(days.length, 'day')}. ` +
      `The most were ${showCount(most.answers)}, ${unit === 'day' ? 'on' : 'in'} ${most.label}.`,
    table: {
      header: [`${unit.slice(0, 1).toUpperCase()}${unit.slice(1)}`, 'Answers'],
      rows: answered.map(({ label, answers }) => [label, showCount(answers)]),
    },
    figure: { type: 'time', unit, periods },
  };
}

function chooseUnit(spanDays: number): TimeUnit {
  if (spanDays <= mostBars) return 'day';
  return spanDays <= 7 * mostBars ? 'week' : 'month';
}

function listPeriods(days: RatingSummary['days'], unit: TimeUnit): TimeFigure['periods'] {
  const answers = new Map<number, number>();
  for (const { day, answers: own } of days) {
    const start = startOf(Date.parse(day), unit);
    answers.set(start, (answers.get(start) ?? 0) + own);
  }
  const starts = [...answers.keys()];
  const [first, last] = [starts[0] ?? 0, starts.at(-1) ?? 0];
  const periods: TimeFigure['periods'][number][] = [];
  for (let start = first; start <= last;) {
    const end = endOf(start, unit);
    periods.push({ start, end, label: nameOf(start, unit), answers: answers.get(start) ?? 0 });
    start = end;
  }
  return periods;
}

/** Weeks start on Mondays. */
function startOf(time: number, unit: TimeUnit): number {
  const date = new Date(time);
  if (unit === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  return unit === 'day' ? time : time - ((date.getUTCDay() + 6) % 7) * dayMs;
}

function endOf(start: number, unit: TimeUnit): number {
  const date = new Date(start);
  if (unit === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  return start + (unit === 'day' ? 1 : 7) * dayMs;
}

function nameOf(start: number, unit: TimeUnit): string {
  const day = new Date(start).toISOString().slice(0, 10);
  if (unit === 'month') return day.slice(0, 7);
  return unit === 'day' ? day : `the week of ${day}`;
}
