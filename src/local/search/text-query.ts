import { isPlainObject, parseJson } from '../http/json.ts';

const word = /[\p{L}\p{N}\p{M}_]+(?:['’.][\p{L}\p{N}\p{M}_]+)*/gu;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(word) ?? [];
}

/** Whether a record's fields contain all words of `q`, ignoring case. `hel*` matches a prefix. */
export function makeTextQuery(q: string, field: string | null | undefined): (fields: string) => boolean {
  const wanted = q
    .toLowerCase()
    .split(/\s+/)
    .flatMap((part) => {
      const words = wordsOf(part);
      const isPrefix = part.endsWith('*');
      return words.map((text, index) => ({ text, isPrefix: isPrefix && index === words.length - 1 }));
    });
  return (fields) => {
    const read = parseJson(fields);
    const entries = Object.entries(isPlainObject(read) ? read : {});
    const texts = entries.filter(([name]) => field === null || field === undefined || name === field);
    // If no field is named, one field must contain all words, as in the search engine.
    return texts.some(([, value]) => {
      const words = new Set(wordsOf(typeof value === 'string' ? value : JSON.stringify(value)));
      return wanted.every(({ text, isPrefix }) =>
        isPrefix ? [...words].some((known) => known.startsWith(text)) : words.has(text),
      );
    });
  };
}
