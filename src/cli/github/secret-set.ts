/** Secrets that must not be shown. `onNew` gets each new one before anything that contains it can be written. */
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
