import { countCharacters } from '../../lib/text/text.ts';

const longest = 40;

/** Alphabets whose letters look alike. Names that mix them are there to deceive. */
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/**
 * The name under which a person joins: NFC, without blanks at its ends, one space between words. `problem` is a
 * sentence for the person if the name can't be used. Who chooses a name by a link is not known, so what could deceive
 * others or a terminal is refused: invisible characters, mixed alphabets, piles of accents.
 */
export function readPersonName(given: string): { name: string } | { problem: string } {
  if (!given.isWellFormed()) return { problem: 'The name has characters that can’t be used.' };
  const name = given.normalize('NFC').trim().replace(/ +/gu, ' ');
  if (name === '') return { problem: 'Choose a name.' };
  if (countCharacters(name) > longest) return { problem: `The name is too long: at most ${longest} characters.` };
  const isPlain = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._'’-]*$/u.test(name);
  if (!isPlain || /\p{Default_Ignorable_Code_Point}/u.test(name) || /\p{M}{4}/u.test(name)) {
    return { problem: "Use letters, digits, spaces and . _ - ' only, and begin with a letter or digit." };
  }
  if (alphabets.filter((letters) => letters.test(name)).length > 1) {
    return { problem: 'Use letters of one alphabet only.' };
  }
  return { name };
}

/** Pairs of a letter and the Latin one that it looks like, in lower case and without accents. */
const lookalikes = new Map(
  [
    // Digits, and Latin letters that decomposition leaves as they are
    '0o 1l il ıl łl ɩl ɑa ɡg øo',
    // Cyrillic and Armenian
    'аa вb гr еe кk мm нh оo пn рp сc тt уy хx ьb іl јj ѕs ԁd һh ӏl ԛq ԝw ѵv ոn օo սu հh',
    // Greek
    'αa βb γy εe ζz ηn ιl κk μm νv οo ρp τt υu χx ωw',
  ].flatMap((line) => line.split(' ').map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)])),
);

/**
 * What a name looks like at a glance: names with the same look can be mistaken for each other. Case, accents, blanks,
 * punctuation, widths and the lookalikes of other alphabets don't count.
 */
export function nameLook(name: string): string {
  const bare = name
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]|[^\p{L}\p{M}\p{N}]/gu, '');
  return Array.from(bare, (character) => lookalikes.get(character) ?? character).join('');
}
