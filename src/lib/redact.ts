/** What is shorter would hide half of every text. */
const shortest = 6;

/** Replaces every secret by `***`, also in its URL-encoded and base64 forms. Secrets under 6 characters are left. */
export function redact(text: string, secrets: Iterable<string>): string {
  let redacted = text;
  for (const secret of secrets) for (const form of secretForms(secret)) redacted = redacted.replaceAll(form, '***');
  return redacted;
}

/** The forms in which a secret may come up in a text; none for one that is too short to be hidden. */
export function secretForms(secret: string): string[] {
  if (secret.length < shortest) return [];
  const bytes = Buffer.from(secret);
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('base64url')])];
}
