import { TextDecoder } from 'node:util';
import type { DataFile } from './data-file.ts';
import { malformedData } from './data-error.ts';

/**
 * Converts a text to UTF-8 if a byte order mark says it is UTF-16, as spreadsheets save "Unicode text"; passes other
 * bytes through. Throws UsageError `data_malformed` if a character is cut apart.
 */
export async function* utf16ToUtf8({ path }: DataFile, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const bytes of pieces) {
    if (isFirst) decoder = decoderFor(bytes);
    isFirst = false;
    yield decoder === null ? bytes : decode(decoder, bytes);
  }
  if (decoder !== null) yield decode(decoder, null);

  function decode(from: TextDecoder, bytes: Buffer | null): Buffer {
    try {
      return Buffer.from(bytes === null ? from.decode() : from.decode(bytes, { stream: true }));
    } catch (error) {
      throw malformedData(
        { path },
        'bytes that are not UTF-16, as its byte order mark says',
        'Save it as UTF-8.',
        error,
      );
    }
  }
}

function decoderFor(bytes: Buffer): TextDecoder | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return null;
  return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be', { fatal: true });
}
