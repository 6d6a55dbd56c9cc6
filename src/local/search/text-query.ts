import { isPlainObject, parseJson } from '../http/json.ts';

const word = /[\p{L}\p{N}\p{M}_]+(?:['’.][\p{L}\p{N}\p{M}_]+)*/gu;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(word) ?? [];
}

/** Whether a record's fields hold all words of `q`, upper or lower case; `hel*` stands for a beginning. */
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
    // Without a field named, all words have to be in one field, as the search engine has it.
    return texts.some(([, value]) => {
      const words = new Set(wordsOf(typeof value === 'string' ? value : JSON.stringify(value)));
      return wanted.every(({ text, isPrefix }) =>
        isPrefix ? [...words].some((known) => known.startsWith(text)) : words.has(text),
      );
    });
  };
}
