// Letters that do not decompose into a base letter and an accent, with their usual plain spelling.
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  ı: 'i',
};
const legal = /^[A-Za-z0-9][A-Za-z0-9_-]{0,95}$/u;
const longest = 96;

/**
 * Derives a campaign's name from its folder's: the same if that is legal, otherwise in lower-case letters, digits, _
 * and -. `Mein Projekt 2!` becomes `mein-projekt-2`. null = nothing in it can be used.
 */
export function nameAfterFolder(folder: string): string | null {
  if (legal.test(folder)) return folder;
  const name = folder
    .toLowerCase()
    .replaceAll(/[ßæœøłđþı]/gu, (letter) => spelled[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9_]+/gu, '-')
    .replace(/^[_-]+/u, '')
    .slice(0, longest)
    .replace(/[_-]+$/u, '');
  return name === '' ? null : name;
}
