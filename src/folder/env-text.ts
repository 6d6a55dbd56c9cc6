import { UsageError } from '../lib/errors.ts';

/**
 * Sets variables in the text of a .env file: existing lines change in place, new ones are added, others stay. Throws
 * UsageError `env_name_invalid`, `env_value_invalid`.
 */
export function changeEnvText(text: string, changes: Record<string, string>): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return Object.entries(changes).reduce((changed, [key, value]) => setVariable(changed, key, value, eol), text);
}

/** `KEY=value` with anything before it on the line. A quoted value may span several lines. */
const assignment = /^([ \t]*(?:export[ \t]+)?)([\w.-]+)[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|[^\r\n]*)/gm;

function setVariable(text: string, key: string, value: string, eol: string): string {
  if (!/^[A-Za-z_]\w*$/.test(key)) {
    throw new UsageError('env_name_invalid', `${JSON.stringify(key)} can't be the name of a variable.`);
  }
  const quoted = quote(key, value);
  let found = false;
  const changed = text.replace(assignment, (whole, before: string, name: string) => {
    if (name !== key) return whole;
    found = true;
    return `${before}${key}=${quoted}`;
  });
  if (found) return changed;
  const separator = text === '' || text.endsWith('\n') ? '' : eol;
  return `${text}${separator}${key}=${quoted}${eol}`;
}

function quote(key: string, value: string): string {
  if (/^[\w.:/@+=,-]*$/.test(value)) return value;
  const mark = ["'", '"', '`'].find(
    (candidate) => !value.includes(candidate) && !(candidate === '"' && value.includes('\\')),
  );
  if (mark === undefined || /[\0\r]/.test(value)) {
    throw new UsageError(
      'env_value_invalid',
      `The value of ${key} can't be written to .env: it mixes all kinds of quotes or has control characters.`,
    );
  }
  return `${mark}${value}${mark}`;
}
