import { type ApiError, unprocessable } from './api-error.ts';

/** What the server says to an `include` it can't read, or to a key in it that it does not know. */
export function invalidInclude(index?: number, key?: string): ApiError {
  if (index === undefined) {
    const forms = "'key1,key2,key3' or 'key:value1,value2,value3'";
    return unprocessable(`'include' query parameter must be of the form ${forms}`);
  }
  return unprocessable(
    `1 validation error for RecordIncludeParam\nkeys.${index}\n  Input should be 'responses', 'suggestions' or 'vectors' ` +
      `[type=enum, input_value='${key}', input_type=str]\n` +
      '    For further information visit https://errors.pydantic.dev/2.9/v/enum',
  );
}
