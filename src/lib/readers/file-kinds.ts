import { pathArgument, shellCommand, shellCommandInto } from '../text/shell-command.ts';

/** A kind of file that can't be read as rows. */
export interface FileKind {
  /** What it is, for "this is …". */
  what: string;
  /** Endings of names that show it. */
  endings: readonly string[];
  /** Whether a file that begins like this is one. */
  isMet: (start: Buffer) => boolean;
  /** How to get a file of rows out of it. */
  advise: (path: string) => string;
}

/** Every kind that is recognized; the first that fits counts. A text that could be rows must fit none of them. */
export const fileKinds: readonly FileKind[] = [
  {
    what: 'a Git LFS pointer, not the file itself',
    endings: [],
    isMet: text(/^version https:\/\/git-lfs\.github\.com\/spec\//u),
    advise: () => `Get the file with ${shellCommand(['git', 'lfs', 'pull'])}, in the repository it belongs to.`,
  },
  {
    what: 'an Excel workbook',
    endings: ['xlsx', 'xlsm'],
    isMet: (start) => isZip(start) && start.includes('xl/'),
    advise: saveAsCsv,
  },
  {
    what: 'an Excel workbook in the old format',
    endings: ['xls'],
    isMet: bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
    advise: saveAsCsv,
  },
  {
    what: 'an OpenDocument spreadsheet',
    endings: ['ods'],
    isMet: (start) => isZip(start) && start.includes('application/vnd.oasis.opendocument.spreadsheet'),
    advise: saveAsCsv,
  },
  {
    what: 'a zip archive or an Excel workbook',
    endings: ['zip'],
    isMet: isZip,
    advise: (path) =>
      `Unpack it with ${shellCommand(['unzip', pathArgument(path)])}. If it is a workbook, save it as CSV UTF-8 instead.`,
  },
  packed('zstd', 'zst', bytes(0x28, 0xb5, 0x2f, 0xfd)),
  packed('xz', 'xz', bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)),
  packed('bzip2', 'bz2', text(/^BZh[1-9](?:1AY&SY|.rE8P)/su)),
  {
    what: 'a tar archive',
    endings: ['tar', 'tgz'],
    isMet: (start) => start[256] === 0 && start.toString('latin1', 257, 262) === 'ustar',
    advise: (path) => `Unpack it with ${shellCommand(['tar', '-xf', pathArgument(path)])}, and use the files in it.`,
  },
  {
    what: 'an Arrow stream',
    endings: ['arrow'],
    isMet: (start) => bytes(0xff, 0xff, 0xff, 0xff)(start) && start.length >= 8 && start.readInt32LE(4) > 0,
    advise: arrowToParquet('import pyarrow as a', 'a.ipc.open_stream(a.OSFile(sys.argv[1])).read_all()'),
  },
  {
    what: 'an Arrow file',
    endings: ['feather'],
    isMet: text(/^(?:ARROW1|FEA1)\0/u),
    advise: arrowToParquet('import pyarrow.feather as f', 'f.read_table(sys.argv[1])'),
  },
  {
    what: 'an Avro file',
    endings: ['avro'],
    isMet: bytes(0x4f, 0x62, 0x6a, 1),
    advise: () => 'Save the data as Parquet or JSON Lines.',
  },
  {
    what: 'an SQLite database',
    endings: ['sqlite', 'sqlite3', 'db'],
    isMet: text(/^SQLite format 3\0/u),
    advise: (path) =>
      `Write a table of it as CSV: ${shellCommandInto(
        ['sqlite3', '-header', '-csv', pathArgument(path), 'SELECT * FROM name_of_the_table'],
        withEnding(path, 'csv'),
      )}`,
  },
  {
    what: 'a PDF document',
    endings: ['pdf'],
    isMet: text(/^%PDF-/u),
    advise: () => 'Save the data that it was made from as CSV, JSON Lines or Parquet.',
  },
  {
    what: 'a web page (HTML), not data',
    endings: ['html', 'htm'],
    isMet: text(/^<(?:!doctype html|html|head|body)[\s>]/iu),
    advise: () =>
      'Most likely a page for signing in, an error or a preview was saved. Download the file itself, for example from the "raw" link.',
  },
  {
    what: 'an XML document',
    endings: ['xml'],
    isMet: text(/^<\?xml\b/iu),
    advise: () =>
      'If it is an error message, download the file again. Otherwise save the data as CSV, JSON Lines or Parquet.',
  },
  encoded('UTF-32', 'utf-32', (start) => bytes(0xff, 0xfe, 0, 0)(start) || bytes(0, 0, 0xfe, 0xff)(start)),
  encoded('UTF-16 without a byte order mark', 'utf-16le', (start) => isHalfZero(start, 1)),
  encoded('UTF-16 without a byte order mark', 'utf-16be', (start) => isHalfZero(start, 0)),
];

/** The kind of a file that begins like this; undefined = it may have rows. */
export function findKind(start: Buffer): FileKind | undefined {
  return fileKinds.find(({ isMet }) => isMet(start));
}

/** The kind that the ending of a name shows. */
export function findKindOfName(path: string): FileKind | undefined {
  const ending = /\.([^./]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
  return fileKinds.find(({ endings }) => endings.includes(ending));
}

/** What unpacks a file: `zstd -dc a.csv.zst > a.csv`. The second value is the name of the result. */
export function unpackCommand(program: string, path: string, ending: string): [command: string, result: string] {
  const isNamed = path.toLowerCase().endsWith(`.${ending}`);
  const result = isNamed ? path.slice(0, -ending.length - 1) : withWord(path, 'unpacked');
  return [shellCommandInto([program, '-dc', pathArgument(path)], result), result];
}

/** Another name for a file of the same format: `a.csv` becomes `a.utf8.csv`. */
export function withWord(path: string, word: string): string {
  return path.replace(/(?:\.[^./]+)?$/u, (ending) => `.${word}${ending}`);
}

/** Another name for a file in another format: `a.json` becomes `a.jsonl`. */
export function withEnding(path: string, ending: string): string {
  const name = path.replace(/(?:\.[^./]+)?$/u, `.${ending}`);
  return name === path ? withWord(path, 'rows') : name;
}

function bytes(...magic: readonly number[]): FileKind['isMet'] {
  return (start) => start.length >= magic.length && magic.every((byte, index) => start[index] === byte);
}

/** Text after white space and a byte order mark. Other bytes count as Latin-1. */
function text(pattern: RegExp): FileKind['isMet'] {
  return (start) =>
    pattern.test(
      start
        .toString('latin1', 0, 1024)
        .replace(/^\xef\xbb\xbf/u, '')
        .trimStart(),
    );
}

function isZip(start: Buffer): boolean {
  return bytes(0x50, 0x4b, 3, 4)(start) || bytes(0x50, 0x4b, 5, 6)(start);
}

/** Plain letters in UTF-16: every second byte of the first ones is zero, and no other. */
function isHalfZero(start: Buffer, offset: 0 | 1): boolean {
  const pairs = Math.min(start.length >> 1, 4);
  if (pairs < 2) return false;
  for (let at = 0; at < pairs * 2; at += 1) if ((start[at] === 0) !== (at % 2 === offset)) return false;
  return true;
}

function saveAsCsv(): string {
  return 'Open it in a spreadsheet program, save the sheet as CSV UTF-8, and use that file.';
}

function packed(program: 'zstd' | 'xz' | 'bzip2', ending: string, isMet: FileKind['isMet']): FileKind {
  return {
    what: `packed with ${program}`,
    endings: [ending],
    isMet,
    advise: (path) => `Unpack it with ${unpackCommand(program, path, ending)[0]}, and use that file.`,
  };
}

function encoded(encoding: string, name: string, isMet: FileKind['isMet']): FileKind {
  return {
    what: `text in ${encoding}`,
    endings: [],
    isMet,
    advise: (path) =>
      `Convert it with ${shellCommandInto(['iconv', '-f', name, '-t', 'utf-8', pathArgument(path)], withWord(path, 'utf8'))}, and use that file.`,
  };
}

function arrowToParquet(imports: string, table: string): FileKind['advise'] {
  const script = `import sys, pyarrow.parquet as p; ${imports}; p.write_table(${table}, sys.argv[2])`;
  return (path) =>
    `Convert it to Parquet with Python and pyarrow: ${shellCommand(['python3', '-c', script, pathArgument(path), pathArgument(withEnding(path, 'parquet'))])}`;
}
