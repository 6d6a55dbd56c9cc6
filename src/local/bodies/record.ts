import * as z from 'zod';
import { ExactNumber, floatText, isPlainObject, RawJson } from '../http/json.ts';
import { choice, dict, fault, list, model, text, uuid } from '../http/shapes.ts';
import { answerValueNamed, userAnswerBody } from './answer.ts';

// The real server quotes this pattern in its error message, so it is written the same way.
const agentPattern = String.raw`^[a-zA-Z0-9-_:\.\/\s]*[a-zA-Z0-9][a-zA-Z0-9-_:\.\/\s]*$`;
const agent = text({ min: 1, max: 200, pattern: agentPattern });

/** A score or a list of scores, each from 0 to 1; kept as JSON with the decimal point that Argilla prints. */
const score = z.unknown().transform((given, ctx): RawJson => {
  const isList = Array.isArray(given);
  const scores = (isList ? given : [given]).map((one) => (one instanceof ExactNumber ? one.value : one));
  if (isList && scores.length === 0) return fault(ctx, 'value_error', 'Value error, score must have at least one item');
  const texts: string[] = [];
  for (const one of scores) {
    if (typeof one !== 'number') return fault(ctx, 'float_type', 'Input should be a valid number', ['float']);
    if (one < 0 || one > 1) return fault(ctx, 'value_error', 'Value error, score must be between 0 and 1');
    texts.push(floatText(one));
  }
  return new RawJson(isList ? `[${texts.join(',')}]` : texts.join(''));
});

/** The keys are in the order in which the real server reports faults. */
export const suggestionBody = model({
  question_id: uuid,
  type: choice(['model', 'human'], 'enum').nullish(),
  value: answerValueNamed('str'),
  agent: agent.nullish(),
  score: score.nullish(),
});

/** What is wrong with a field's value. The real server tries text, chat and object in turn. */
function fieldProblems(value: unknown): [string, string, string][] {
  if (value === null || isPlainObject(value)) return [];
  if (typeof value === 'string' && value.isWellFormed()) return [];
  const textProblem = typeof value === 'string' ? 'string_unicode' : 'string_type';
  const unreadable = typeof value === 'string' ? ', unable to parse raw data as a unicode string' : '';
  return [
    ['constrained-str', textProblem, `Input should be a valid string${unreadable}`],
    ['list[ChatFieldValue]', 'list_type', 'Input should be a valid list'],
    ['dict[constrained-str,any]', 'dict_type', 'Input should be a valid dictionary'],
  ];
}

function isMessage(item: unknown): boolean {
  return isPlainObject(item) && typeof item['role'] === 'string' && typeof item['content'] === 'string';
}

const fields = dict.transform((given, ctx) => {
  for (const [name, value] of Object.entries(given)) {
    if (Array.isArray(value)) {
      if (!value.every(isMessage)) {
        fault(
          ctx,
          'value_error',
          `Value error, Error parsing chat field '${name}': messages have a role and a content`,
        );
      }
      continue;
    }
    for (const [label, type, message] of fieldProblems(value)) fault(ctx, type, message, [name, label]);
  }
  return given;
});

/** Any object without lone surrogates, which can't be stored as text. */
const metadata = dict.transform((given, ctx) => {
  if (!isWellFormed(given)) {
    fault(ctx, 'string_unicode', 'Input should be a valid string, unable to parse raw data as a unicode string');
  }
  return given;
});

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => key.isWellFormed() && isWellFormed(member));
}

const answers = list(userAnswerBody).transform((given, ctx) => {
  const seen = new Set<string>();
  for (const { user_id: userId } of given) {
    if (seen.has(userId)) {
      const twice = `'responses' contains several responses for the same user_id='${userId}'`;
      fault(ctx, 'value_error', `Value error, ${twice}`);
    }
    seen.add(userId);
  }
  return given;
});

const parts = {
  metadata: metadata.nullish(),
  external_id: text({ numbers: true }).nullish(),
  responses: answers.nullish(),
  suggestions: list(suggestionBody).nullish(),
  vectors: dict.nullish(),
};

const newRecord = model({ fields, ...parts });
const upsertedRecord = model({ fields: fields.nullish(), ...parts, id: uuid.nullish() });

export type UpsertedRecord = z.output<typeof upsertedRecord>;

function refuseDoubles(items: { external_id?: string | null | undefined }[], ctx: z.core.$RefinementCtx): void {
  const ids = items.map((item) => item.external_id).filter((id) => id !== null && id !== undefined);
  if (new Set(ids).size !== ids.length) fault(ctx, 'value_error', 'Value error, External IDs must be unique');
}

const limits = { min: 1, max: 500 };

export const newRecordsBody = model({
  items: list(newRecord, limits).transform((items, ctx) => {
    refuseDoubles(items, ctx);
    return items;
  }),
});

export const upsertedRecordsBody = model({
  items: list(upsertedRecord, limits).transform((items, ctx) => {
    refuseDoubles(items, ctx);
    return items;
  }),
});

/** `external_id`, `status` and `responses` are ignored in an update. */
export const recordChangeBody = model({
  fields: fields.nullish(),
  metadata: metadata.nullish(),
  suggestions: list(suggestionBody).nullish(),
  vectors: dict.nullish(),
});
