import { expect, test } from 'vitest';
import { adviseEncoding } from '../../../src/lib/readers/encoding-advice.ts';

const windows = 'Save the file as UTF-8. If it is from Windows or Excel: ';
const mixed = 'Other parts of the file are UTF-8, so only some rows need fixing. Write them again, or leave them out.';
const unknown =
  'Save the file as UTF-8 with the program that made it. It is not windows-1252 either, or it is damaged.';

test.for<[name: string, bytes: Buffer, advice: string]>([
  ['a letter of latin1', Buffer.from('caf\xe9 au lait', 'latin1'), 'windows'],
  ['quotes of Windows', Buffer.from('\x93Smart\x94 \x80', 'latin1'), 'windows'],
  ['a byte that windows-1252 lacks', Buffer.from('\x83\x81\x83X', 'latin1'), unknown],
  ['one bad byte in UTF-8', Buffer.concat([Buffer.from('é, ü, ö'), Buffer.from([0xe9, 0x20])]), mixed],
  ['as many characters of UTF-8 as others', Buffer.concat([Buffer.from('é '), Buffer.from([0xe9, 0x20])]), mixed],
  ['fewer of them', Buffer.concat([Buffer.from('é '), Buffer.from([0xe9, 0x20, 0xe9, 0x20])]), 'windows'],
])('%s', ([, bytes, advice]) => {
  const expected = advice === 'windows' ? `${windows}iconv -f windows-1252 -t utf-8 a.csv > a.utf8.csv` : advice;
  expect(adviseEncoding({ path: 'a.csv', gzip: false }, bytes)).toBe(expected);
});

test('a packed file is unpacked first', () => {
  expect(adviseEncoding({ path: 'd/a b.csv.gz', gzip: true }, Buffer.from([0xe9]))).toBe(
    `${windows}gzip -dc 'd/a b.csv.gz' | iconv -f windows-1252 -t utf-8 > 'd/a b.utf8.csv'`,
  );
});
