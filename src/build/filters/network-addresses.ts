import { isIP } from 'node:net';
import { type Detector, when } from './detector.ts';

export const addressDetectors: readonly Detector[] = [
  {
    type: 'EMAIL',
    needs: '@',
    pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w(-])/giu,
    accept: when(isMailbox),
  },
  {
    type: 'IP_ADDRESS',
    pattern: /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d|-\d)/gu,
    accept: when((match, before) => isIP(match) === 4 && isPublic(match) && !isVersion(match, before)),
  },
  {
    type: 'IP_ADDRESS',
    // 2000::/3 is all public space (RFC 4291); 2001:db8::/32 is for documentation (RFC 3849).
    pattern: /(?<![\w:.])(?!2001:0?db8:)[23][0-9a-f]{3}(?::[0-9a-f]{0,4}){2,7}(?![\w:]|\.\d)/giu,
    accept: when((match) => isIP(match) === 6),
  },
];

/** Excludes the `git@` user of Git servers, and image names for dense screens such as `icon@2x.png`. */
function isMailbox(match: string): boolean {
  if (/^\.|\.\.|\.@|\.-|-\./u.test(match)) return false;
  return !/^git@|\.(?:png|jpe?g|gif|svg|webp|avif)$/iu.test(match);
}

/** Private and documentation addresses (RFC 1918, 5737, 6890) belong to nobody. */
function isPublic(address: string): boolean {
  const [a = 0, b = 0, c = 0] = address.split('.').map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)) return false;
  return !((a === 192 && b === 0) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113));
}

/** Recognizes versions and sections by the word in front, by zeros (120.0.0.0), or by small numbers only (4.1.2.3). */
function isVersion(match: string, before: string): boolean {
  if (/(?:\b(?:v|ver|version|release|section|build|firmware)[.:]?\s{0,3}|[a-z]\/|§\s?)$/iu.test(before)) return true;
  const parts = match.split('.').map(Number);
  return parts.filter((part) => part === 0).length >= 2 || parts.every((part) => part < 32);
}
