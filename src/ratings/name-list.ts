/**
 * Names of raters or items as they are compared: without blanks around them, and with accents in one form (NFC). Keeps
 * the spellings that differ from that, to report what became equal.
 */
export class NameList {
  private readonly exact = new Set<string>();
  private readonly variants = new Map<string, Set<string>>();

  add(written: string): string {
    const name = written.normalize('NFC').trim();
    if (written === name) this.exact.add(name);
    else this.variants.set(name, (this.variants.get(name) ?? new Set()).add(written));
    return name;
  }

  /** The spellings of each name that has several. */
  get merged(): string[][] {
    return [...this.variants]
      .map(([name, written]) => [...(this.exact.has(name) ? [name] : []), ...written])
      .filter((spellings) => spellings.length > 1);
  }
}
