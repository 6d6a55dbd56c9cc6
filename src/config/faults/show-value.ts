import { redactAddresses } from '../../lib/secrets/redact.ts';
import { printable } from '../../lib/text/text.ts';

const token = /hf_[A-Za-z0-9]{10,}/g;

/** A piece of the file on one line, shortened, with anything that looks like a secret removed. */
export function showValue(piece: string): string {
  return printable(redactAddresses(piece.trim()).replaceAll(token, '***').replaceAll(/\s+/g, ' '), 60);
}
