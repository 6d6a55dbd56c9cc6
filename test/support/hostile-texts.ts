import fc from 'fast-check';

/** Any text, including much that YAML and shells interpret. */
export const hostileTexts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'$\'"`\\{} \n\t#:-*&!%@~;|<>()=+'.split('')) }),
  fc.constantFrom(
    '',
    '-n',
    '~',
    '~root',
    '$HOME',
    '$(touch canary)',
    '`touch canary`',
    "'; touch canary; '",
    '=ls',
    '+1',
  ),
  // A shell without $'…' must not take the quote in it for the end of the word.
  fc.constantFrom("\n'; touch canary; '", "\u{1b}'$(touch canary)'", "\\'; touch canary #\n", 'a\u{a0}b', '\u{e000}'),
);

/** Texts that can be a command-line word. */
export const hostileWords = hostileTexts.map((text) => text.replaceAll('\0', '').toWellFormed());
