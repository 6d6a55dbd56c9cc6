/** The Luhn check of payment cards (ISO/IEC 7812-1, annex B). `digits` contains only 0 to 9. */
export function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) {
    const doubled = Number(digits.at(-place)) * (place % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The check of international bank account numbers (ISO 13616, mod 97 of ISO 7064). `iban`: no spaces, upper case. */
export function isIbanValid(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let remainder = 0;
  for (const sign of moved) {
    // A is 10, Z is 35.
    for (const digit of String(Number.parseInt(sign, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}
