import { compareText } from '../../lib/text/text.ts';
import type { RankedRater } from '../../model.ts';
import type { ReleaseInput } from '../input.ts';
import { type ReleaseColumn, type ReleaseTable, toTable } from './release-table.ts';

/** Columns of the config `raters`: one row per person with a submitted answer. */
export const ratersColumns: readonly ReleaseColumn<RankedRater>[] = [
  { name: 'rater', type: 'VARCHAR', meaning: 'who answered', cell: ({ rater }) => rater },
  { name: 'answers', type: 'BIGINT', meaning: 'submitted answers in the campaign', cell: (row) => BigInt(row.answers) },
  { name: 'mean', type: 'DOUBLE', meaning: 'mean of their values', cell: ({ mean }) => mean },
  {
    name: 'severity',
    type: 'DOUBLE',
    meaning: 'how much lower than an average rater they rate the same prompts; positive = stricter',
    cell: ({ severity }) => severity,
  },
  {
    name: 'consistency',
    type: 'DOUBLE',
    meaning: 'correlation with the mean of the others over shared prompts',
    cell: ({ consistency }) => consistency,
  },
  {
    name: 'agreement',
    type: 'DOUBLE',
    meaning: 'share of pairs with another rater of the same prompt that are equal',
    cell: ({ agreement }) => agreement,
  },
  {
    name: 'flags',
    type: 'VARCHAR[]',
    meaning:
      '`careless`: consistency surely below half of the median; `constant`: ten or more answers, all equal; ' +
      '`copies`: the same answers as another rater, too often to be an accident',
    cell: ({ flags }) => flags.toSorted(compareText),
  },
  end('mean_low', 'mean', ({ meanLow }) => meanLow),
  end('mean_high', 'mean', ({ meanHigh }) => meanHigh),
  end('severity_low', 'severity', ({ severityLow }) => severityLow),
  end('severity_high', 'severity', ({ severityHigh }) => severityHigh),
  {
    name: 'discrimination',
    type: 'DOUBLE',
    meaning: 'how much their answers follow the quality; 1 = as usual, 0 = not at all',
    cell: ({ discrimination }) => discrimination,
  },
  end('discrimination_low', 'discrimination', ({ discriminationLow }) => discriminationLow),
  end('discrimination_high', 'discrimination', ({ discriminationHigh }) => discriminationHigh),
  end('consistency_low', 'consistency', ({ consistencyLow }) => consistencyLow),
  end('consistency_high', 'consistency', ({ consistencyHigh }) => consistencyHigh),
  {
    name: 'pace_seconds',
    type: 'DOUBLE',
    meaning: 'median seconds from one answer to the next, pauses of half an hour and more left aside',
    cell: ({ paceSeconds }) => paceSeconds,
  },
  end('pace_seconds_low', 'pace_seconds', ({ paceSecondsLow }) => paceSecondsLow),
  end('pace_seconds_high', 'pace_seconds', ({ paceSecondsHigh }) => paceSecondsHigh),
];

/** One end of a 95 % interval. */
function end(name: string, figure: string, cell: (row: RankedRater) => number | null): ReleaseColumn<RankedRater> {
  const side = name.endsWith('low') ? 'lower' : 'upper';
  return { name, type: 'DOUBLE', meaning: `${side} end of the 95 % interval of \`${figure}\``, cell };
}

/** Every rater by published name; null if the campaign omits raters. */
export function ratersTable(input: ReleaseInput): ReleaseTable | null {
  if (input.campaign.publish.raters === 'omit') return null;
  const rows = input.ranking.raters.toSorted((a, b) => compareText(a.rater, b.rater));
  return toTable('raters/train-00000-of-00001.parquet', ratersColumns, rows);
}
