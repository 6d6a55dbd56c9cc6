import { type ApiError, unprocessable } from '../http/api-error.ts';
import { isPlainObject, parseJson, type RawJson } from '../http/json.ts';
import { pythonRepr } from '../http/python-text.ts';

/** Throws the error from `say` if the stored settings have another type. */
export function refuseTypeChange(stored: RawJson, type: string, say: (from: string, to: string) => ApiError): void {
  const read = parseJson(stored.text);
  const known = isPlainObject(read) ? String(read['type']) : '';
  if (known !== type) throw say(known, type);
}

export interface SettingsChange {
  type: string;
  options?: { value: string }[] | undefined;
  visible_options?: number | null | undefined;
  allow_overlapping?: boolean | undefined;
}

/** An existing question keeps its type and its option values. Throws 422. */
export function checkQuestionChange(stored: RawJson, change: SettingsChange): void {
  refuseTypeChange(stored, change.type, (from, to) =>
    unprocessable(`question type cannot be changed. expected '${from}' but got '${to}'`),
  );
  const read = parseJson(stored.text);
  const options = isPlainObject(read) && Array.isArray(read['options']) ? read['options'] : [];
  if (change.options !== undefined) checkOptionValues(options, change.options);
  if (typeof change.visible_options === 'number' && change.visible_options > options.length) {
    throw unprocessable(
      `the value for 'visible_options' must be less or equal to the number of items in 'options' (${options.length})`,
    );
  }
  const overlapped = isPlainObject(read) && read['allow_overlapping'] === true;
  if (change.type === 'span' && overlapped && change.allow_overlapping !== true) {
    throw unprocessable("'allow_overlapping' can't be disabled because responses may become inconsistent");
  }
}

function checkOptionValues(stored: unknown[], changed: { value: string }[]): void {
  if (stored.length !== changed.length) {
    throw unprocessable(
      `the number of options cannot be modified. expected ${stored.length} but got ${changed.length}`,
    );
  }
  const known = stored.map((option) => (isPlainObject(option) ? String(option['value']) : '')).toSorted();
  const given = changed.map(({ value }) => value).toSorted();
  const foreign = given.filter((value, index) => value !== known[index]);
  if (foreign.length === 0) return;
  throw unprocessable(`the option values cannot be modified. found unexpected option values: ${pythonRepr(foreign)}`);
}
