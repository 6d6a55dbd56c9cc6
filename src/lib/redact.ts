/** Replaces every secret, also in its URL-encoded and base64 forms, by `***`. Secrets under 6 characters are left. */
export function redact(text: string, secrets: Iterable<string>): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret.length < 6) continue;
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      redacted = redacted.replaceAll(form, '***');
    }
  }
  return redacted;
}
