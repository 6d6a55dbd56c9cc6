const hint = 'expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-]';
const groupLengths = [8, 4, 4, 4, 12];

/** A UUID in canonical form, or why the text is not one, in the words of Argilla's parser. */
export function parseUuid(text: string): { id: string } | { problem: string } {
  const bare = text.replace(/^urn:uuid:/, '').replace(/^\{(.*)\}$/, '$1');
  const strange = Array.from(bare).findIndex((char) => !/[0-9a-fA-F-]/.test(char));
  if (strange >= 0) {
    const found = Array.from(bare)[strange] ?? '';
    return { problem: `invalid character: ${hint}, found \`${found}\` at ${strange + 1}` };
  }
  const groups = bare.split('-');
  if (groups.length === 1) {
    if (bare.length !== 32)
      return { problem: `invalid length: expected length 32 for simple format, found ${bare.length}` };
  } else if (groups.length !== 5) {
    return { problem: `invalid group count: expected 5, found ${groups.length}` };
  } else {
    const wrong = groups.findIndex((group, index) => group.length !== groupLengths[index]);
    if (wrong >= 0) {
      const lengths = `expected ${groupLengths[wrong]}, found ${groups[wrong]?.length}`;
      return { problem: `invalid group length in group ${wrong}: ${lengths}` };
    }
  }
  const digits = bare.replaceAll('-', '').toLowerCase();
  return { id: formatUuid(digits) };
}

/** A random UUID (version 4) from 16 bytes. */
export function makeUuid(bytes: Uint8Array): string {
  const digits = Buffer.from(bytes).toString('hex');
  const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4);
  return formatUuid(`${digits.slice(0, 12)}4${digits.slice(13, 16)}${variant}${digits.slice(17, 32)}`);
}

function formatUuid(digits: string): string {
  return [0, 8, 12, 16, 20].map((start, index) => digits.slice(start, start + (groupLengths[index] ?? 0))).join('-');
}
