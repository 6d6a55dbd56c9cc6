/** What is shorter would hide half of every text. */
const shortest = 6;

/**
 * Replaces every secret by `***`, also in its URL-encoded and base64 forms, and what is secret in any address. Secrets
 * under 6 characters are left.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  return createRedactor(secrets)(text);
}

/** As `redact`, for many texts. */
export function createRedactor(secrets: Iterable<string>): (text: string) => string {
  const forms = [...secrets].flatMap((secret) => [...secretForms(secret), ...inJson(secret)]);
  // Of two secrets, one may begin with the other.
  const sorted = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => {
    const redacted = sorted.reduce((shown, form) => shown.replaceAll(form, '***'), text);
    return redactAddresses(hideBeforeCut(redacted, sorted));
  };
}

/** A text that was cut, as `…` says, may end within a secret. */
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

/** The forms in which a secret may come up in a text; none for one that is too short to be hidden. */
export function secretForms(secret: string): string[] {
  if (secret.length < shortest) return [];
  const bytes = Buffer.from(secret);
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('base64url')])];
}

/** In an answer of a server that is quoted as it came. */
function inJson(secret: string): string[] {
  return secret.length < shortest ? [] : [JSON.stringify(secret).slice(1, -1)];
}

// The slashes of JSON may be escaped, and a path that was made of an address has only one. Lengths are bounded so that no
// text takes long.
const upToLastAt = /((?:\b(?:https?|ftp|wss?):(?:\\?\/)+|(?<=[a-z\d]):(?:\\?\/){2,}))([^\s"<>]{1,2048})@/giu;
const cutWithin = /(:(?:\\?\/){2,})[^\s:/?#@"<>]+:(?!\d*…)[^\s/?#@"<>]*(?=…)/giu;
const insideQuery = /(%3A(?:%2F){2})((?:(?!%2F|%3F|%23)[^\s"<>&]){1,2048})%40/giu;
const secretParameter =
  /((?:[?&#]|&amp;)(?:[\w.-]{0,64}(?:token|secret|signature|credential|password|passwd|api[_-]?key)|(?:[\w.-]{0,64}[_-])?(?:key|sig|auth|jwt|pwd|pass)|AWSAccessKeyId)=)[^\s"'<>&#]+/giu;
const authorization = /(\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer)\s+)[^\s"',]+/giu;

/**
 * Hides what gives access in any address of a text: `scheme://user:password@` and `scheme://token@` become
 * `scheme://***@`, and the values of parameters such as `token` or `X-Amz-Signature` become `***`. Rather too much than
 * too little: a password may hold `@` and `/`, so all up to the last `@` of the word goes.
 */
export function redactAddresses(text: string): string {
  return text
    .replace(upToLastAt, (whole, scheme: string, before: string) => (isPath(before) ? whole : `${scheme}***@`))
    .replace(cutWithin, '$1***')
    .replace(insideQuery, '$1***%40')
    .replace(secretParameter, '$1***')
    .replace(authorization, '$1***');
}

/** `huggingface.co/@somebody`, `localhost:8080/@x`: the `@` stands behind the host, not before it. */
function isPath(before: string): boolean {
  return /^(?:[^\s:/\\?#@]*|(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[\da-f:.]+\])(?::\d{1,5})?)[/?#][^:]*$/iu.test(before);
}
