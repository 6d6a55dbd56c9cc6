import * as z from 'zod';
import { ExactNumber } from '../http/json.ts';
import { choice, dict, fault, list, model, text } from '../http/shapes.ts';
import { taggedUnion } from '../http/tagged-union.ts';

const recordProperties = ['id', 'external_id', 'inserted_at', 'updated_at', 'status'] as const;
const name = text({ min: 1, max: 200 });
const entity = <Word extends string>(word: Word) => z.literal(word);

/** What to filter or sort records by. */
const scope = taggedUnion('entity', {
  record: model({
    entity: entity('record'),
    property: choice(
      recordProperties,
      'literal_error',
      recordProperties.map((word) => `<RecordSortField.${word}: '${word}'>`),
    ),
  }),
  response: model({
    entity: entity('response'),
    question: name.nullish(),
    property: choice(['status'], 'literal_error').nullish(),
  }),
  suggestion: model({
    entity: entity('suggestion'),
    question: name,
    property: choice(['value', 'score', 'agent', 'type'], 'literal_error').nullable().default('value'),
  }),
  metadata: model({ entity: entity('metadata'), metadata_property: name }),
});

export type Scope = z.output<typeof scope>;

const bound = z.unknown().transform((value, ctx): number | string => {
  const given = value instanceof ExactNumber ? value.value : value;
  if (typeof given === 'number' || typeof given === 'string') return given;
  fault(ctx, 'float_type', 'Input should be a valid number', ['float']);
  return fault(ctx, 'string_type', 'Input should be a valid string', ['str']);
});

const range = model({ type: z.literal('range'), scope, ge: bound.nullish(), le: bound.nullish() }).transform(
  (given, ctx) => {
    const ge = given.ge ?? null;
    const le = given.le ?? null;
    if (ge === null && le === null) {
      return fault(ctx, 'value_error', "Value error, At least one of 'ge' or 'le' must be provided");
    }
    if (ge !== null && le !== null && ge > le) {
      return fault(ctx, 'value_error', "Value error, 'ge' must have a value less than or equal to 'le'");
    }
    return { ...given, ge, le };
  },
);

const terms = model({ type: z.literal('terms'), scope, values: list(text({ numbers: true }), { min: 1, max: 250 }) });

const filter = taggedUnion('type', { terms, range });

export type Filter = z.output<typeof filter>;

const order = model({ scope, order: choice(['asc', 'desc'], 'enum') });

export type Order = z.output<typeof order>;

export const searchBody = model({
  query: model({
    text: model({ q: text({ max: 1000 }), field: text({ max: 200 }).nullish() }).nullish(),
    vector: dict.nullish(),
  }).nullish(),
  filters: model({ and: list(filter, { min: 1, max: 50 }).nullish() }).nullish(),
  sort: list(order, { min: 1, max: 10 }).nullish(),
});
