import { isIbanValid, isLuhnValid } from './checksums.ts';
import { type Detector, when } from './detector.ts';

/** IBAN length by country, from the SWIFT registry. */
const ibanLengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Number ranges of Visa, Mastercard, Discover and UnionPay, JCB, American Express, Diners Club. */
const cardNumber =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11})$/u;

export const bankDetectors: readonly Detector[] = [
  {
    type: 'IBAN',
    pattern: /(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?(?!\w)/gu,
    accept: acceptIban,
  },
  {
    type: 'CREDIT_CARD',
    pattern:
      /(?<![\w.,-])(?:[2-6]\d{3}([ \u00a0-]?)\d{4}\1\d{4}\1\d{4}|3\d{3}([ \u00a0-]?)\d{6}\2\d{4,5})(?![\w-]|[.,]\d)/gu,
    accept: when((match) => {
      const digits = match.replaceAll(/\D/gu, '');
      return cardNumber.test(digits) && isLuhnValid(digits);
    }),
  },
];

/** Takes only as many characters as the country's IBANs have: a capitalized word after the number is not part of it. */
function acceptIban(match: string): number {
  const wanted = ibanLengths.get(match.slice(0, 2)) ?? 0;
  let end = 0;
  let iban = '';
  while (end < match.length && iban.length < wanted) {
    const sign = match.charAt(end);
    if (/\w/u.test(sign)) iban += sign;
    end += 1;
  }
  const isCutInWord = /\w/u.test(match.charAt(end));
  return iban.length === wanted && !isCutInWord && isIbanValid(iban) ? end : 0;
}
