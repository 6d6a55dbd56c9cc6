import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fileKinds, findKind, findKindOfName } from '../../../src/lib/readers/file-kinds.ts';

const utf16 = Buffer.from('prompt,lang\r\nhi,en\r\n', 'utf16le');

/** How a file begins, what it is called, and what to type. */
const starts: [what: string, start: string | Uint8Array, command: string][] = [
  [
    'a Git LFS pointer, not the file itself',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n',
    'git lfs pull',
  ],
  ['an Excel workbook', 'PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml … xl/workbook.xml', 'CSV UTF-8'],
  ['an Excel workbook in the old format', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'CSV UTF-8'],
  [
    'an OpenDocument spreadsheet',
    'PK\x03\x04\x14\0\0\x08mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
    'CSV UTF-8',
  ],
  ['a zip archive or an Excel workbook', 'PK\x03\x04\x14\0\0\0\x08\0prompts.csv', 'unzip a.csv'],
  ['a zip archive or an Excel workbook', 'PK\x05\x06\0\0\0\0', 'unzip a.csv'],
  ['packed with zstd', Buffer.from('28b52ffd0458', 'hex'), 'zstd -dc a.csv > a.unpacked.csv'],
  ['packed with xz', Buffer.from('fd377a585a000004', 'hex'), 'xz -dc a.csv > a.unpacked.csv'],
  ['packed with bzip2', 'BZh91AY&SY\x01', 'bzip2 -dc a.csv > a.unpacked.csv'],
  ['packed with bzip2', Buffer.from('BZh9\x17rE8P\x90\0', 'latin1'), 'bzip2 -dc a.csv > a.unpacked.csv'],
  ['a tar archive', `prompts.csv${'\0'.repeat(246)}ustar\x0000`, 'tar -xf a.csv'],
  ['an Arrow stream', Buffer.from('ffffffff7000000010000000', 'hex'), 'a.csv a.parquet'],
  ['an Arrow file', 'ARROW1\0\0\xff\xff\xff\xff', 'a.csv a.parquet'],
  ['an Arrow file', 'FEA1\0\0\0\0', 'a.csv a.parquet'],
  ['an Avro file', 'Obj\x01\x04\x14avro.codec', 'JSON Lines'],
  [
    'an SQLite database',
    'SQLite format 3\0\x10\0',
    "sqlite3 -header -csv a.csv 'SELECT * FROM name_of_the_table' > a.rows.csv",
  ],
  ['a PDF document', '%PDF-1.7\n', 'CSV'],
  ['a web page (HTML), not data', '\n<!DOCTYPE html>\n<html>', 'raw'],
  ['a web page (HTML), not data', '<html lang="en"><head>', 'raw'],
  ['an XML document', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code>', 'again'],
  ['text in UTF-32', Buffer.from('fffe00007b000000', 'hex'), 'iconv -f utf-32 -t utf-8 a.csv > a.utf8.csv'],
  ['text in UTF-32', Buffer.from('0000feff0000007b', 'hex'), 'iconv -f utf-32 -t utf-8 a.csv > a.utf8.csv'],
  ['text in UTF-16 without a byte order mark', utf16, 'iconv -f utf-16le -t utf-8 a.csv > a.utf8.csv'],
  [
    'text in UTF-16 without a byte order mark',
    Buffer.from(utf16).swap16(),
    'iconv -f utf-16be -t utf-8 a.csv > a.utf8.csv',
  ],
];

test.for(starts)('%s is recognized in %j', ([what, start, command]) => {
  const kind = findKind(typeof start === 'string' ? Buffer.from(start, 'latin1') : Buffer.from(start));
  expect(kind?.what).toBe(what);
  expect(kind?.advise('a.csv')).toContain(command);
});

test('every kind has a file in this table', () => {
  const seen = new Set(starts.map(([what]) => what));
  expect(fileKinds.filter(({ what }) => !seen.has(what))).toEqual([]);
});

test.for<string | Uint8Array>([
  '',
  'P',
  'PK,prompt\n1,x\n',
  'BZh9,prompt\n',
  'ORC,prompt\n',
  'ARROW1,prompt\n',
  'Obj,prompt\n',
  'version,prompt\n1,x\n',
  'version https,prompt\n',
  'SQLite format 3,prompt\n',
  '<html-like>,prompt\n',
  `prompt\n${'x'.repeat(250)}ustar\n`,
  '{"prompt": "<!doctype html>"}\n',
  '\0\0\0\0\0\0\0\0',
  'a\0b',
  '\ufeffprompt\n',
  Buffer.from('\ufeffprompt\nx\n', 'utf16le'),
  Buffer.from('\ufeffprompt\nx\n', 'utf16le').swap16(),
  gzipSync('prompt\n'),
])('%j may have rows', (start) => {
  expect(findKind(Buffer.from(start))).toBeUndefined();
});

test('names show kinds, too, and commands quote names', () => {
  expect(findKindOfName('data/a b.jsonl.ZST')?.advise('data/a b.jsonl.zst')).toBe(
    "Unpack it with zstd -dc 'data/a b.jsonl.zst' > 'data/a b.jsonl', and use that file.",
  );
  expect(findKindOfName('-x.arrow')?.advise('-x.arrow')).toMatch(
    / '.+sys\.argv\[2\]\)' \.\/-x\.arrow \.\/-x\.parquet$/u,
  );
  expect(findKindOfName('a.csv')).toBeUndefined();
});
