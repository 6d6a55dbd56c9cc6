import { setImmediate } from 'node:timers/promises';
import { createContext, Script } from 'node:vm';
import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';
import { compileDropPatterns } from './drop-patterns.ts';

export interface SearchOptions {
  /** Says where a text comes from, for the error. */
  placeOf: (index: number) => string;
  /** Called whenever signals had a chance to arrive; throws to stop the search. */
  onPause: () => void | Promise<void>;
  /** How long one pattern may take on one text. */
  limitMs?: number;
}

/** Searching pauses this often, so that Ctrl-C works. */
const sliceMs = 100;

/**
 * Searches texts for the patterns of `build.drop`. Some patterns take time that doubles with every letter, and nothing
 * in JavaScript interrupts a regular expression, except the time limit of node:vm.
 */
export class PatternSearch {
  private readonly patterns: readonly RegExp[];
  private readonly written: readonly string[];

  /** Throws UsageError `pattern_invalid`. */
  constructor(written: readonly string[]) {
    this.written = written;
    this.patterns = compileDropPatterns(written);
  }

  /** Whether each text matches one of the patterns. Throws UsageError `pattern_slow`, which names pattern and place. */
  async match(texts: readonly string[], { placeOf, onPause, limitMs = 2_000 }: SearchOptions): Promise<boolean[]> {
    const { patterns } = this;
    const matches = texts.map(() => false);
    if (patterns.length === 0) return matches;
    let at = 0;
    let pattern = 0;
    const searchSlice = (): void => {
      const start = performance.now();
      while (at < texts.length && performance.now() - start < sliceMs) {
        if (patterns[pattern]?.test(texts[at] ?? '') === true) matches[at] = true;
        pattern += 1;
        if (matches[at] !== true && pattern < patterns.length) continue;
        pattern = 0;
        at += 1;
      }
    };
    while (at < texts.length) {
      const isDone = runWithin(sliceMs + limitMs, searchSlice);
      if (isDone && at >= texts.length) break;
      await setImmediate();
      await onPause();
      if (!isDone) throw this.tooSlow(pattern, placeOf(at), texts[at] ?? '', limitMs);
    }
    return matches;
  }

  private tooSlow(pattern: number, place: string, text: string, limitMs: number): UsageError {
    const shown = printable(this.written[pattern] ?? '', 60);
    return new UsageError(
      'pattern_slow',
      `build.drop[${pattern}]: \`${shown}\` takes more than ${limitMs / 1000} seconds on one prompt, ${place}: ${printable(text, 60)}`,
      { details: { pattern: this.written[pattern] ?? '', place } },
    );
  }
}

const world = createContext({ work: null });
const script = new Script('work()');

/** Runs `work` here and now, and ends it after a time, even inside a regular expression. Returns whether it returned. */
function runWithin(limitMs: number, work: () => void): boolean {
  world['work'] = work;
  try {
    script.runInContext(world, { timeout: limitMs });
    return true;
  } catch (error) {
    if (isTimeout(error)) return false;
    throw error;
  }
}

/** The error is made inside the other world, so it is no instance of our Error. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
