import * as z from 'zod';
import { ExactNumber, isPlainObject } from '../http/json.ts';
import { choice, dict, fault, model, passOn, uuid } from '../http/shapes.ts';
import { enumLabel, taggedUnion } from '../http/tagged-union.ts';

/** The real server tries these types in turn and reports each one; the labels are its own. */
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

/** Value of an answer or suggestion: an integer written as such (3, not 3.0), text, or a list. */
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

/** Whether this is a ranked option or a marked span. */
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

/** Missing and null answers become empty: stored as null, they break the real server's search index for good. */
const answerValuesOrNone = answerValues.nullish().transform((values) => values ?? {});

const status = (word: 'submitted' | 'draft' | 'discarded') => z.literal(word);

/** One answer shape per status, each with the keys of `more`. */
function answerWith<Shape extends z.core.$ZodLooseShape>(more: Shape) {
  return {
    submitted: model({ ...more, values: answerValues, status: status('submitted') }),
    discarded: model({ ...more, values: answerValuesOrNone, status: status('discarded') }),
    draft: model({ ...more, values: answerValuesOrNone, status: status('draft') }),
  };
}

/** Body of an edit. */
export const answerBody = taggedUnion('status', answerWith({}), enumLabel('ResponseStatus'));

/** An item in a bulk request for one's own answers. */
export const ownAnswerBody = taggedUnion('status', answerWith({ record_id: uuid }), enumLabel('ResponseStatus'));

const { submitted, discarded } = answerWith({ user_id: uuid });

/** An answer sent with a record. Here even a draft must have values. */
export const userAnswerBody = taggedUnion(
  'status',
  { submitted, draft: model({ user_id: uuid, values: answerValues, status: status('draft') }), discarded },
  enumLabel('ResponseStatus'),
);

/** Body of a first answer. A submitted answer without values breaks a rule, not the shape. */
export const newAnswerBody = model({
  values: answerValuesOrNone,
  status: choice(['draft', 'submitted', 'discarded'], 'enum'),
});
