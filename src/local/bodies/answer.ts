import * as z from 'zod';
import { ExactNumber, isPlainObject } from '../http/json.ts';
import { choice, dict, fault, model, passOn, uuid } from '../http/shapes.ts';
import { enumLabel, taggedUnion } from '../http/tagged-union.ts';

/** The server tries these types one after the other and reports each; the labels are its own. */
const valueTypes = (textType: string) =>
  [
    [
      'list[function-after[check_start_and_end(), SpanQuestionResponseValueItem]]',
      'list_type',
      'Input should be a valid list',
    ],
    ['list[RankingQuestionResponseValueItem]', 'list_type', 'Input should be a valid list'],
    [`list[${textType}]`, 'list_type', 'Input should be a valid list'],
    ['int', 'int_type', 'Input should be a valid integer'],
    [textType, 'string_type', 'Input should be a valid string'],
  ] as const;

/** What an answer or suggestion may hold: an integer written as one (3, not 3.0), text, or a list. */
export const answerValueNamed = (textType: string) =>
  z.unknown().transform((value, ctx): unknown => {
    if (value === undefined) return fault(ctx, 'missing', 'Field required');
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    if (value instanceof ExactNumber && value.isInteger) return value;
    if (typeof value === 'string' && value.isWellFormed()) return value;
    if (Array.isArray(value)) {
      const items: unknown[] = value.map((item) => (typeof item === 'number' ? String(item) : item));
      if (items.every((item) => typeof item === 'string' && item.isWellFormed()) || items.every(isValueItem))
        return items;
    }
    for (const [label, type, message] of valueTypes(textType)) fault(ctx, type, message, [label]);
    return z.NEVER;
  });

/** One ranked option, or one marked span. */
function isValueItem(item: unknown): boolean {
  if (!isPlainObject(item)) return false;
  const { value, rank, label, start, end } = item;
  if (typeof value === 'string') return rank === undefined || rank === null || Number.isInteger(rank);
  if (typeof label !== 'string' || typeof start !== 'number' || typeof end !== 'number') return false;
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start;
}

const answered = model({ value: answerValueNamed('constrained-str') });

/** Answers by question name. */
export const answerValues = dict.transform((given, ctx) => {
  const entries: [string, { value: unknown }][] = [];
  for (const [name, answer] of Object.entries(given)) {
    const read = answered.safeParse(answer);
    if (read.success) entries.push([name, { value: read.data.value }]);
    else passOn(ctx, read.error, name);
  }
  return Object.fromEntries(entries);
});

/** Absent and null answers become none: stored as null they break the real server's search index for good. */
const answerValuesOrNone = answerValues.nullish().transform((values) => values ?? {});

const status = (word: 'submitted' | 'draft' | 'discarded') => z.literal(word);

/** One answer for each status; `more` are keys that stand beside. */
function answerWith<Shape extends z.core.$ZodLooseShape>(more: Shape) {
  return {
    submitted: model({ ...more, values: answerValues, status: status('submitted') }),
    discarded: model({ ...more, values: answerValuesOrNone, status: status('discarded') }),
    draft: model({ ...more, values: answerValuesOrNone, status: status('draft') }),
  };
}

/** Body of an edit. */
export const answerBody = taggedUnion('status', answerWith({}), enumLabel('ResponseStatus'));

/** An item of one's own bulk answers. */
export const ownAnswerBody = taggedUnion('status', answerWith({ record_id: uuid }), enumLabel('ResponseStatus'));

const { submitted, discarded } = answerWith({ user_id: uuid });

/** An answer that comes with a record; here a draft must say its values. */
export const userAnswerBody = taggedUnion(
  'status',
  { submitted, draft: model({ user_id: uuid, values: answerValues, status: status('draft') }), discarded },
  enumLabel('ResponseStatus'),
);

/** Body of a first answer: a submitted one without values is a broken rule, not a broken shape. */
export const newAnswerBody = model({
  values: answerValuesOrNone,
  status: choice(['draft', 'submitted', 'discarded'], 'enum'),
});
