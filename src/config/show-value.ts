import { printable } from '../lib/text.ts';

const secrets = /hf_[A-Za-z0-9]{10,}|(?<=:\/\/)[^\s/@]+(?=@)/g;

/** A piece of the file on one line, cut, without what looks like a secret. */
export function showValue(piece: string): string {
  return printable(piece.trim().replaceAll(secrets, '***').replaceAll(/\s+/g, ' '), 60);
}
