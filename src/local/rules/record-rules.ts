import { ApiError, unprocessable } from '../http/api-error.ts';
import type { Answer } from '../storage/responses.ts';
import type { Tx } from '../storage/store.ts';
import type { NewSuggestion } from '../storage/suggestions.ts';
import { findUser } from '../storage/users.ts';
import { checkAnswerValue } from './answer-value.ts';
import { checkAnswer } from './answers.ts';
import type { DatasetRules } from './context.ts';

export type UserAnswer = Answer & { user_id: string };

/** Checks the suggestions of one record. Throws 422. */
export function checkSuggestions(
  suggestions: NewSuggestion[] | null | undefined,
  rules: DatasetRules,
  fields: Record<string, unknown>,
): void {
  withPrefix('record does not have valid suggestions', () => {
    const ids = (suggestions ?? []).map((suggestion) => suggestion.question_id);
    if (new Set(ids).size !== ids.length) throw unprocessable('found duplicate suggestions question IDs');
    for (const suggestion of suggestions ?? []) {
      const question = rules.questions.find(({ id }) => id === suggestion.question_id);
      if (question === undefined) throw unprocessable(`question id=${suggestion.question_id} does not exists`);
      checkAnswerValue(suggestion.value, question.settings, fields);
      checkScore(suggestion);
    }
  });
}

/** A list of scores needs a list of values, one score per value. Throws 422. */
export function checkScore({ value, score }: NewSuggestion): void {
  if (score === undefined || score === null) return;
  const isList = score.text.startsWith('[');
  if (!Array.isArray(value)) {
    if (isList) throw unprocessable('a list of score values is not allowed for a suggestion with a single value');
    return;
  }
  if (!isList) throw unprocessable('a single score value is not allowed for a suggestion with a multiple items value');
  const scores: unknown = JSON.parse(score.text);
  if (Array.isArray(scores) && scores.length !== value.length) {
    throw unprocessable("number of items on value and score attributes doesn't match");
  }
}

/** Rejects vectors: they are not stored here, so no dataset has any. Throws 422. */
export function refuseVectors(vectors: Record<string, unknown> | null | undefined, { dataset }: DatasetRules): void {
  const [name] = Object.keys(vectors ?? {});
  if (name === undefined) return;
  throw unprocessable(
    `record does not have valid vectors: vector with name=${name} does not exist for dataset_id=${dataset.id}`,
  );
}

/** Checks the answers sent with a record. Their users must exist. Throws 422. */
export function checkUserAnswers(
  tx: Tx,
  answers: UserAnswer[] | null | undefined,
  rules: DatasetRules,
  fields: Record<string, unknown>,
): void {
  withPrefix('record does not have valid responses', () => {
    for (const answer of answers ?? []) {
      if (findUser(tx, 'id', answer.user_id) === undefined) {
        throw unprocessable(`user with id ${answer.user_id} not found`);
      }
      checkAnswer(answer, rules, fields);
    }
  });
}

/** Runs `check` and prepends `prefix: ` to the message of what it throws. */
export function withPrefix(prefix: string, check: () => void, separator = ': '): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw unprocessable(`${prefix}${separator}${error.message}`);
  }
}
