import { unprocessable } from '../http/api-error.ts';
import { pythonRepr } from '../http/python-text.ts';
import type { Answer } from '../storage/responses.ts';
import { checkAnswerValue } from './answer-value.ts';
import type { DatasetRules } from './context.ts';

/** Checks an answer to a record with these fields. Throws 422 with Argilla's message. */
export function checkAnswer({ status, values }: Answer, rules: DatasetRules, fields: Record<string, unknown>): void {
  const names = Object.keys(values);
  if (status === 'submitted' && names.length === 0)
    throw unprocessable('missing response values for submitted response');
  for (const { name, required } of rules.questions) {
    if (status === 'submitted' && required && !Object.hasOwn(values, name)) {
      throw unprocessable(`missing response value for required question with name=${pythonRepr(name)}`);
    }
  }
  const foreign = names.find((name) => !rules.questions.some((question) => question.name === name));
  if (foreign !== undefined) {
    throw unprocessable(`found response value for non configured question with name=${pythonRepr(foreign)}`);
  }
  for (const { name, settings } of rules.questions) {
    const answer = Object.hasOwn(values, name) ? values[name] : undefined;
    if (answer !== undefined) checkAnswerValue(answer.value, settings, fields, status);
  }
}
