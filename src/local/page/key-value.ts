/** What the page uses of localStorage. Every method may throw, because a browser can forbid storage. */
export interface KeyValue {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  readonly length: number;
  key(index: number): string | null;
}
