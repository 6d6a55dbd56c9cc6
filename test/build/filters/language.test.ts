import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectLanguage, knownLanguages } from '../../../src/build/filters/language.ts';

const sentences: [language: string, text: string][] = [
  ['en', 'Write a poem about the rain, and explain what each of its lines means.'],
  ['de', 'Schreibe ein Gedicht über den Regen und erkläre, was jede Zeile bedeutet.'],
  ['fr', 'Écris un poème sur la pluie et explique ce que signifie chacun de ses vers.'],
  ['es', 'Escribe un poema sobre la lluvia y explica qué significa cada uno de sus versos.'],
  ['it', 'Voglio che tu ti comporti come un terminale Linux'],
  ['pt', 'Quero que você aja como um terminal Linux'],
  ['nl', 'Welke van deze twee telefoons moet ik kopen en waarom?'],
  ['pl', 'Który z tych dwóch telefonów powinienem kupić i dlaczego?'],
  ['fi', 'Haluan, että toimit kuin Linux-pääte'],
  ['el', 'Ποια είναι η πρωτεύουσα της Γαλλίας;'],
  ['ru', 'Объясни ребёнку, как растения получают энергию из солнечного света.'],
  ['zh', '向孩子解释植物如何从阳光中获得能量。'],
  ['ja', 'パスワードをリセットするにはどうすればいいですか'],
  ['ko', '비밀번호를 어떻게 재설정하나요?'],
  ['ar', 'اشرح لطفل كيف تحصل النباتات على الطاقة من ضوء الشمس.'],
  ['tr', 'Bir çocuğa bitkilerin güneş ışığından nasıl enerji aldığını açıkla.'],
];
const code = `function add(a, b) {
  if (a < 0) {
    throw new Error("must be positive and not negative");
  }
  return a + b;
}
`;

describe('detectLanguage', () => {
  test.each(sentences)('%s', (language, text) => {
    expect(detectLanguage(text)).toEqual({ language });
    expect(knownLanguages()).toContain(language);
  });

  test.each(sentences)('%s between code, which is English as far as n-grams go', (language, text) => {
    expect(detectLanguage(`\`\`\`js\n${code}\`\`\`\n${text}`)).toEqual({ language });
    expect(detectLanguage(`${text}\n\n${code}`)).toEqual({ language });
  });

  test.each([
    '',
    '12345 67',
    '...',
    'ok',
    '👍👍👍',
    '\\frac{1}{2} + x^2',
    'x = 5; y = x + 2',
    '[1,2,3] -> [3,2,1]',
    code,
  ])('does not recognize %j', (text) => {
    expect(detectLanguage(text)).toEqual({ language: null });
  });

  test('gives a known language or none for any text, always the same', () => {
    const known = new Set(knownLanguages());
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { language } = detectLanguage(text);
        expect(language === null || known.has(language)).toBe(true);
        expect(detectLanguage(text).language).toBe(language);
      }),
    );
  });
});
