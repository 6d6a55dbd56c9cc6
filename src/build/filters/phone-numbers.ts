import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Detector, when } from './detector.ts';

/** Words that announce a phone number, in the languages of most prompts. */
const announced =
  /(?<!\p{L})(?:(?:tele)?(?:phone|fax)|tel|mobile|cell|whatsapp|(?:call|ring|reach|text) (?:me|us|him|her|them)|dial|telefone?|telefono|teléfono|téléphone|telefon|telefoon|handy(?:nummer)?|celular|móvil|cellulare|portable|тел(?:ефон)?)(?:[ .:#]{1,3}(?:number|no|nr|num|is|at|on|n°|№|:)){0,2}[ .:#]{0,3}\(?$|(?:电话|手机|電話|전화)(?:号码|番号|번호)?[:：]?\s{0,2}\(?$/iu;

/**
 * Telephone numbers, checked against libphonenumber's numbering plans. Its own search in text takes ten seconds per
 * megabyte and needs a single country, so small patterns propose the matches here.
 */
export const phoneDetectors: readonly Detector[] = [
  { type: 'PHONE', needs: '+', pattern: /\+\d[\d ().\-\u00a0]{5,24}\d(?!\w)/gu, accept: acceptInternational },
  {
    type: 'PHONE',
    // The North American plan.
    pattern:
      /(?:(?<![\w.+-])(?:1[ .-])?(?:[2-9]\d{2}[ .-])|(?:(?<![\w.+-])1[ .-]?)?\([2-9]\d{2}\) ?)[2-9]\d{2}[ .-]\d{4}(?![\w-]|\.\d)/gu,
    accept: when((match) => parsePhoneNumberFromString(match, 'US')?.isValid() === true),
  },
  {
    type: 'PHONE',
    // France: five pairs. Longer runs are matched too, so that they are rejected as a whole.
    pattern: /(?<![\w.+-])\d{2}([ .-])\d{2}(?:\1\d{2}){3,}(?![\w-]|\.\d)/gu,
    accept: when((match) => /^0[1-9].{12}$/u.test(match) && !isCount(match.split(/\D/u).map(Number))),
  },
  {
    type: 'PHONE',
    // Other national formats look like any number, so a word must announce them.
    pattern: /(?<![\w+.,/$€£-])(?:\d[\d ().\-/\u00a0]{6,20})\d(?![\w%]|[.,]\d)/gu,
    accept: acceptAnnounced,
  },
];

/** Accepts a number with a valid country code and length, and cuts off digits that follow it. */
function acceptInternational(match: string): number {
  let end = match.length;
  for (let tries = 0; end > 7 && tries < 6; tries += 1) {
    const text = match.slice(0, end).replace('(0)', '');
    if (parsePhoneNumberFromString(text)?.isValid() === true) return end;
    end = /[ ().\-\u00a0]+\d+$/u.exec(match.slice(0, end))?.index ?? 0;
  }
  return 0;
}

function acceptAnnounced(match: string, before: string): number {
  const digits = match.replaceAll(/\D/gu, '').length;
  if (digits < (match.startsWith('0') ? 7 : 9) || digits > 15 || !announced.test(before)) return 0;
  return /^(?:19|20)\d{2}[-/.]\d{1,2}[-/.]/u.test(match) ? 0 : match.length;
}

function isCount(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
}
