/** Secrets that must not be shown; each new one is told to `onNew` before anything can be written that holds it. */
export class SecretSet extends Set<string> {
  readonly #onNew: (secret: string) => void;

  constructor(onNew: (secret: string) => void) {
    super();
    this.#onNew = onNew;
  }

  override add(secret: string): this {
    if (!this.has(secret)) this.#onNew(secret);
    return super.add(secret);
  }
}
