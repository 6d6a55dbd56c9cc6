import { countCharacters } from '../../lib/text/text.ts';
import { unprocessable } from '../http/api-error.ts';
import { isPlainObject } from '../http/json.ts';
import { pythonRepr, pythonStr } from '../http/python-text.ts';
import type { QuestionSettings } from './settings.ts';

type SpanSettings = Extract<QuestionSettings, { type: 'span' }>;

interface Span {
  start: number;
  end: number;
  label: string;
}

/** Checks the spans marked in a field: within the text, known labels, no overlap unless allowed. Throws 422. */
export function checkSpans(value: unknown, settings: SpanSettings, fields: Record<string, unknown>): void {
  const { field, options, allow_overlapping: mayOverlap } = settings;
  if (!Array.isArray(value)) throw unprocessable('span question expects a list of values');
  if (!Object.hasOwn(fields, field)) throw unprocessable(`span question requires record to have field \`${field}\``);
  const spans = value.filter((item) => isPlainObject(item)).map(toSpan);
  const length = countCharacters(pythonStr(fields[field] ?? ''));
  for (const { start, end } of spans) {
    const limit = `record field \`${field}\` length that is \`${length}\``;
    if (start > length - 1) {
      throw unprocessable(`span question response value \`start\` must have a value lower than ${limit}`);
    }
    if (end > length) {
      throw unprocessable(`span question response value \`end\` must have a value lower or equal than ${limit}`);
    }
  }
  const known = options.map((option) => option.value);
  for (const { label } of spans) {
    if (known.includes(label)) continue;
    throw unprocessable(`undefined label '${label}' for span question.\nValid labels are: ${pythonRepr(known)}`);
  }
  if (!mayOverlap) refuseOverlap(spans);
}

function toSpan(item: Record<string, unknown>): Span {
  return { start: Number(item['start']), end: Number(item['end']), label: String(item['label']) };
}

function refuseOverlap(spans: Span[]): void {
  for (const [index, span] of spans.entries()) {
    const other = spans.findIndex((one, at) => at !== index && span.start < one.end && span.end > one.start);
    if (other >= 0)
      throw unprocessable(`overlapping values found between spans at index idx=${index} and idx=${other}`);
  }
}
