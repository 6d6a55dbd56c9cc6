import { printable } from './text.ts';

/** What a wrong conversion left in a text. */
export type Damage = 'control' | 'mojibake' | 'lost';

/** How many texts have a damage, and one of them with its place. */
export interface GarbledTexts {
  damage: Damage;
  count: number;
  example: string;
  place: string;
}

/** Most texts have nothing to look for: one cheap test. */
const suspicious = /[\u0080-\u009f\u00c2\u00c3\u00e2\ufffd]/u;

const signs: Readonly<Record<Damage, RegExp>> = {
  lost: /\ufffd/u,
  // UTF-8 that was read as windows-1252 or latin1. Only pairs that no language has: after Â or Ã may come a quote.
  mojibake: /[ÂÃ][\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|â(?:€[™œ˜¦“”\u009d]|[\u0080-\u009f]{2})/u,
  control: /[\u0080-\u009f]/u,
};

const damages: readonly Damage[] = ['lost', 'mojibake', 'control'];

/** Counts texts that a wrong conversion damaged; with `distinct`, equal ones once. */
export class GarbledCount {
  private readonly found = new Map<Damage, GarbledTexts>();
  private readonly known = new Set<string>();
  private readonly distinct: boolean;

  constructor({ distinct }: { distinct: boolean }) {
    this.distinct = distinct;
  }

  see(text: string, place: string): void {
    if (!suspicious.test(text) || this.known.has(text)) return;
    if (this.distinct) this.known.add(text);
    for (const damage of damages) {
      const at = text.search(signs[damage]);
      if (at < 0) continue;
      const seen = this.found.get(damage);
      if (seen === undefined) this.found.set(damage, { damage, count: 1, example: cutAround(text, at), place });
      else seen.count += 1;
      return;
    }
  }

  /** In a fixed order. */
  get all(): GarbledTexts[] {
    return damages.flatMap((damage) => this.found.get(damage) ?? []);
  }
}

/** Sums up the counts of several files. The first example stays. */
export function sumGarbled(counts: readonly GarbledTexts[]): GarbledTexts[] {
  return damages.flatMap((damage) => {
    const all = counts.filter((one) => one.damage === damage);
    const [first] = all;
    return first === undefined ? [] : { ...first, count: all.reduce((sum, { count }) => sum + count, 0) };
  });
}

/** A sentence about damaged texts and what to do. `what` is what one text is called, such as `prompt`. */
export function describeGarbled({ damage, count, example, place }: GarbledTexts, what: string): string {
  const texts = count === 1 ? `1 ${what} has` : `${count} ${what}s have`;
  return `${texts} ${explanations[damage].sign}, such as "${printable(example)}" (${place}). ${explanations[damage].advice}`;
}

const explanations: Readonly<Record<Damage, { sign: string; advice: string }>> = {
  control: {
    sign: 'control characters between U+0080 and U+009F',
    advice:
      'Most likely the file was converted from latin1, but was windows-1252: convert the original again with iconv -f windows-1252 -t utf-8',
  },
  mojibake: {
    sign: 'signs of UTF-8 that was read in another encoding',
    advice: 'Take the original file, which is UTF-8, or convert it again from UTF-8.',
  },
  lost: {
    sign: 'the character U+FFFD (\ufffd)',
    advice: 'It stands for characters that an earlier conversion lost: use the file from before that.',
  },
};

/** A part of a text in which the sign is. */
function cutAround(text: string, at: number): string {
  const start = Math.max(0, at - 20);
  const end = Math.min(text.length, at + 30);
  return `${start === 0 ? '' : '…'}${text.slice(start, end)}${end === text.length ? '' : '…'}`;
}
