import { redactAddresses } from '../secrets/redact.ts';
import { printable } from '../text/text.ts';

/** Whether a body is a web page. Titles are searched in its beginning only. */
export function isWebPage(body: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|title|h1|meta)\b/iu.test(
    body.slice(0, 5_000),
  );
}

/** The title of a web page, safe to show; null = none. */
export function findTitle(body: string): string | null {
  const [, written = ''] = /<title[^>]*>([^<]{1,500})<\/title>/iu.exec(redactAddresses(body.slice(0, 50_000))) ?? [];
  const title = written.replaceAll(/\s+/gu, ' ').trim();
  return title === '' ? null : printable(title, 80);
}
