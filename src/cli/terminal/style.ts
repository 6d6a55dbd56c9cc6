import { Chalk, type ChalkInstance } from 'chalk';
import type { Io } from '../io.ts';
import type { Environment } from '../../lib/environment.ts';

/** What a terminal can show. */
export interface TerminalStyle {
  /** Columns. */
  width: number;
  /** false = ASCII only. */
  unicode: boolean;
  paint: ChalkInstance;
}

const defaultWidth = 80;
const narrowest = 40;

/** The style for a stream and an environment. Without a terminal, it has COLUMNS or 80 columns, and no colour. */
export function terminalStyle(
  stream: { isTTY?: boolean; columns?: number },
  environment: Environment,
  { color }: { color: boolean },
): TerminalStyle {
  const columns = stream.columns ?? Number(environment['COLUMNS']);
  const hasColor = color && stream.isTTY === true && environment['NO_COLOR'] === undefined;
  return {
    width: Number.isInteger(columns) && columns > 0 ? Math.max(columns, narrowest) : defaultWidth,
    unicode: hasUnicode(environment),
    paint: new Chalk({ level: hasColor ? 1 : 0 }),
  };
}

/** The style for stdout; `--no-color` is `color: false`. */
export function stdoutStyle(
  { stdout, env }: Pick<Io, 'stdout' | 'env'>,
  { color }: { color?: boolean },
): TerminalStyle {
  return terminalStyle(stdout, env, { color: color !== false });
}

/** A container often has no locale, although the terminal in front of it shows everything. */
function hasUnicode(environment: Environment): boolean {
  if (environment['TERM'] === 'dumb' || environment['TERM'] === 'linux') return false;
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return locale === '' || /utf-?8/iu.test(locale);
}
