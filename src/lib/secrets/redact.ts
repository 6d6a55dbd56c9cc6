/** Replacing shorter secrets would hide half of every text. */
const shortest = 6;

/**
 * Replaces every secret with `***`, also in its URL-encoded and base64 forms, and everything secret in any address.
 * Secrets with fewer than 6 characters stay.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  return createRedactor(secrets)(text);
}

/** Same as `redact`, for many texts. */
export function createRedactor(secrets: Iterable<string>): (text: string) => string {
  const forms = [...secrets].flatMap((secret) => [...secretForms(secret), ...inJson(secret)]);
  // Longest first, because one secret may begin with another.
  const sorted = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => {
    const redacted = sorted.reduce((shown, form) => shown.replaceAll(form, '***'), text);
    return redactAddresses(hideBeforeCut(redacted, sorted));
  };
}

/** A text that was shortened, as `…` shows, may end in the middle of a secret. */
function hideBeforeCut(text: string, forms: readonly string[]): string {
  const [rest = '', ...parts] = text.split('…').toReversed();
  const hidden = parts.map((part) => {
    const length = Math.max(0, ...forms.map((form) => lengthOfStart(part, form)));
    return length === 0 ? part : `${part.slice(0, -length)}***`;
  });
  return [...hidden.toReversed(), rest].join('…');
}

/** How many characters at the end of a text are the start of a secret; 0 = too few to matter. */
function lengthOfStart(text: string, secret: string): number {
  for (let length = Math.min(text.length, secret.length); length >= shortest; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

/** The forms in which a secret may appear in a text; none if it is too short to be hidden. */
export function secretForms(secret: string): string[] {
  if (secret.length < shortest) return [];
  const bytes = Buffer.from(secret);
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('base64url')])];
}

/** For a server's response that is quoted as received. */
function inJson(secret: string): string[] {
  return secret.length < shortest ? [] : [JSON.stringify(secret).slice(1, -1)];
}

// JSON may escape slashes, and a path made from an address has only one. Lengths are bounded so that every text is
// fast.
const upToLastAt = /((?:\b(?:https?|ftp|wss?):(?:\\?\/)+|(?<=[a-z\d]):(?:\\?\/){2,}))([^\s"<>]{1,2048})@/giu;
const cutWithin = /(:(?:\\?\/){2,})[^\s:/?#@"<>]+:(?!\d*…)[^\s/?#@"<>]*(?=…)/giu;
const insideQuery = /(%3A(?:%2F){2})((?:(?!%2F|%3F|%23)[^\s"<>&]){1,2048})%40/giu;
const secretParameter =
  /((?:[?&#]|&amp;)(?:[\w.-]{0,64}(?:token|secret|signature|credential|password|passwd|api[_-]?key)|(?:[\w.-]{0,64}[_-])?(?:key|sig|auth|jwt|pwd|pass)|AWSAccessKeyId)=)[^\s"'<>&#]+/giu;
const authorization = /(\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer)\s+)[^\s"',]+/giu;

/**
 * Hides whatever gives access in any address of a text: `scheme://user:password@` and `scheme://token@` become
 * `scheme://***@`, and values of parameters such as `token` or `X-Amz-Signature` become `***`. It rather hides too
 * much: a password may contain `@` and `/`, so everything up to the last `@` of the word is hidden.
 */
export function redactAddresses(text: string): string {
  return text
    .replace(upToLastAt, (whole, scheme: string, before: string) => (isPath(before) ? whole : `${scheme}***@`))
    .replace(cutWithin, '$1***')
    .replace(insideQuery, '$1***%40')
    .replace(secretParameter, '$1***')
    .replace(authorization, '$1***');
}

/** `huggingface.co/@somebody`, `localhost:8080/@x`: the `@` comes after the host, not before it. */
function isPath(before: string): boolean {
  return /^(?:[^\s:/\\?#@]*|(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[\da-f:.]+\])(?::\d{1,5})?)[/?#][^:]*$/iu.test(before);
}
