import { isPlainObject, parseJson } from '../http/json.ts';
import type { Tx } from './tx.ts';

/** Rows of `record_words` per record, one for each of its fields: the record's `seq` times this, and so on. */
export const rowsPerRecord = 4096;

const word = /[\p{L}\p{N}\p{M}_]+(?:['’.][\p{L}\p{N}\p{M}_]+)*/gu;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(word) ?? [];
}

interface Texts {
  seq: number;
  dataset_id: string;
  fields: string;
}

/** Enters the words of a new record's fields into the index. */
export function addWords(tx: Tx, record: Texts): void {
  const dataset = datasetMark(tx, record.dataset_id);
  const read = parseJson(record.fields);
  const entries = Object.entries(isPlainObject(read) ? read : {}).slice(0, rowsPerRecord);
  for (const [index, [name, value]] of entries.entries()) {
    const words = new Set(wordsOf(typeof value === 'string' ? value : JSON.stringify(value)));
    tx.run(
      'INSERT INTO record_words (rowid, words) VALUES (?, ?)',
      record.seq * rowsPerRecord + index,
      [dataset, fieldMark(name), ...words].join(' '),
    );
  }
}

/** Enters the words of a record whose fields have changed. */
export function replaceWords(tx: Tx, record: Texts): void {
  const first = record.seq * rowsPerRecord;
  tx.run('DELETE FROM record_words WHERE rowid BETWEEN ? AND ?', first, first + rowsPerRecord - 1);
  addWords(tx, record);
}

/**
 * A query of `record_words` for the fields of a dataset that contain all words of `q`, ignoring case. `hel*` matches a
 * prefix. If no field is named, one field must contain all words, as in the search engine.
 */
export function wordQuery(
  tx: Tx,
  datasetId: string,
  { q, field }: { q: string; field?: string | null | undefined },
): string {
  const wanted = q
    .toLowerCase()
    .split(/\s+/)
    .flatMap((part) => {
      const words = wordsOf(part);
      const isPrefix = part.endsWith('*');
      return words.map((text, index) => `"${text}"${isPrefix && index === words.length - 1 ? '*' : ''}`);
    });
  const marks = [datasetMark(tx, datasetId), ...(typeof field === 'string' ? [fieldMark(field)] : [])];
  return [...marks.map((mark) => `"${mark}"`), ...new Set(wanted)].join(' AND ');
}

// No word contains a colon, so nothing that a record says looks like a mark.

function datasetMark(tx: Tx, datasetId: string): string {
  return `:d${tx.get<{ seq: number }>('SELECT seq FROM datasets WHERE id = ?', datasetId)?.seq}`;
}

function fieldMark(name: string): string {
  return `:f${Buffer.from(name).toString('hex')}`;
}
