import { hashText } from './hash-file.ts';

/** JSON with a checksum of its own as the last key, which `parseSealedJson` checks. */
export function renderSealedJson(value: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ ...value, sha256: hashText(JSON.stringify(value)) }, null, 2)}\n`;
}

/** The value without its checksum; null = damaged. Files of earlier versions have no checksum and are taken as they are. */
export function parseSealedJson(text: string): unknown {
  return isSealBroken(text) ? null : withoutSeal(parseJson(text));
}

/** Whether the text is JSON with a checksum that doesn't match. */
export function isSealBroken(text: string): boolean {
  const value = parseJson(text);
  if (!isObject(value) || value['sha256'] === undefined) return false;
  return value['sha256'] !== hashText(JSON.stringify(withoutSeal(value)));
}

function withoutSeal(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { sha256: _sha256, ...rest } = value;
  return rest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
