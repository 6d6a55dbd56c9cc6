import * as z from 'zod';
import { countCharacters } from '../../lib/text/text.ts';
import { ExactNumber, isPlainObject } from './json.ts';
import { parseUuid } from './uuid.ts';

/** Context of a shape's function, which may report one fault with Argilla's type and message. */
type Context = z.core.$RefinementCtx;

/** Adds a fault at `path` below the current value and stops its checks. */
export function fault(ctx: Context, type: string, message: string, path: (string | number)[] = []): never {
  ctx.addIssue({ code: 'custom', message, params: { type }, path, input: undefined, continue: false });
  return z.NEVER;
}

/** Passes on the faults of an inner shape, with `prefix` before their paths. */
export function passOn(ctx: Context, error: z.core.$ZodError, prefix: string): never {
  for (const issue of error.issues) {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    fault(ctx, faultType(issue), issue.message, [prefix, ...path]);
  }
  return z.NEVER;
}

/** Argilla's name for the type of fault. */
export function faultType(issue: z.core.$ZodIssue): string {
  const type: unknown = issue.code === 'custom' ? issue.params?.['type'] : undefined;
  return typeof type === 'string' ? type : 'value_error';
}

function isMissing(value: unknown, ctx: Context): boolean {
  if (value === undefined) fault(ctx, 'missing', 'Field required');
  return value === undefined;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export interface TextLimits {
  min?: number;
  max?: number;
  strip?: boolean;
  /** Accept numbers and turn them into text. */
  numbers?: boolean;
  /** Regular expression. */
  pattern?: string;
}

/** A string; its length counts code points. Rejects U+0000, because SQLite would cut the text there. */
export function text(limits: TextLimits = {}) {
  const { min = 0, max = Number.POSITIVE_INFINITY, strip = false, numbers = false, pattern } = limits;
  return z.unknown().transform((value, ctx): string => {
    if (isMissing(value, ctx)) return z.NEVER;
    const given = numbers && typeof value === 'number' ? String(value) : value;
    const read = numbers && given instanceof ExactNumber ? given.text : given;
    if (typeof read !== 'string') return fault(ctx, 'string_type', 'Input should be a valid string');
    if (!read.isWellFormed()) {
      return fault(
        ctx,
        'string_unicode',
        'Input should be a valid string, unable to parse raw data as a unicode string',
      );
    }
    if (read.includes('\0')) return fault(ctx, 'value_error', 'Value error, the character U+0000 is not allowed');
    const found = strip ? read.trim() : read;
    const length = countCharacters(found);
    if (length < min) {
      return fault(ctx, 'string_too_short', `String should have at least ${plural(min, 'character')}`);
    }
    if (length > max) return fault(ctx, 'string_too_long', `String should have at most ${plural(max, 'character')}`);
    if (pattern !== undefined && !new RegExp(pattern).test(found)) {
      return fault(ctx, 'string_pattern_mismatch', `String should match pattern '${pattern}'`);
    }
    return found;
  });
}

export interface NumberLimits {
  min?: number;
  max?: number;
}

function limited(value: number, ctx: Context, { min, max }: NumberLimits): number {
  if (min !== undefined && value < min) {
    return fault(ctx, 'greater_than_equal', `Input should be greater than or equal to ${min}`);
  }
  if (max !== undefined && value > max) {
    return fault(ctx, 'less_than_equal', `Input should be less than or equal to ${max}`);
  }
  return value;
}

/** An integer. Like Argilla, also accepts 3.0 and "3", except in the value of an answer. */
export function integer(limits: NumberLimits = {}) {
  return z.unknown().transform((value, ctx): number => {
    if (isMissing(value, ctx)) return z.NEVER;
    const given = value instanceof ExactNumber ? value.value : typeof value === 'boolean' ? Number(value) : value;
    if (typeof given === 'string') {
      if (/^\s*[+-]?\d+(\.0*)?\s*$/.test(given)) return limited(Number(given), ctx, limits);
      return fault(ctx, 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer');
    }
    if (typeof given !== 'number') return fault(ctx, 'int_type', 'Input should be a valid integer');
    if (!Number.isInteger(given)) {
      return fault(ctx, 'int_from_float', 'Input should be a valid integer, got a number with a fractional part');
    }
    return limited(given, ctx, limits);
  });
}

/** A number, or text with a number. */
export function float(limits: NumberLimits = {}) {
  return z.unknown().transform((value, ctx): number => {
    if (isMissing(value, ctx)) return z.NEVER;
    const given = value instanceof ExactNumber ? value.value : typeof value === 'boolean' ? Number(value) : value;
    if (typeof given === 'number') return limited(given, ctx, limits);
    if (typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given))) {
      return limited(Number(given), ctx, limits);
    }
    if (typeof given === 'string') {
      return fault(ctx, 'float_parsing', 'Input should be a valid number, unable to parse string as a number');
    }
    return fault(ctx, 'float_type', 'Input should be a valid number');
  });
}

const flags: Record<string, boolean> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
  '0': false,
};

export const flag = z.unknown().transform((value, ctx): boolean => {
  if (isMissing(value, ctx)) return z.NEVER;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') {
    return fault(ctx, 'bool_type', 'Input should be a valid boolean');
  }
  const found = flags[String(value).toLowerCase()];
  if (found === undefined) {
    return fault(ctx, 'bool_parsing', 'Input should be a valid boolean, unable to interpret input');
  }
  return found;
});

/** A UUID, returned in canonical form. */
export const uuid = z.unknown().transform((value, ctx): string => {
  if (isMissing(value, ctx)) return z.NEVER;
  if (typeof value !== 'string') {
    return fault(ctx, 'uuid_type', 'UUID input should be a string, bytes or UUID object');
  }
  const read = parseUuid(value);
  return 'id' in read ? read.id : fault(ctx, 'uuid_parsing', `Input should be a valid UUID, ${read.problem}`);
});

function alternatives(labels: string[]): string {
  if (labels.length < 2) return labels.join('');
  return `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
}

/** One of these words. `labels` are Argilla's names for them in its message, if these are not the quoted words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  type: 'enum' | 'literal_error',
  labels?: string[],
) {
  return z.unknown().transform((value, ctx): Word => {
    if (isMissing(value, ctx)) return z.NEVER;
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    return fault(ctx, type, `Input should be ${alternatives(labels ?? words.map((word) => `'${word}'`))}`);
  });
}

/** Any JSON object, passed on unchanged, so that no key and no number changes. */
export const dict = z.unknown().transform((value, ctx): Record<string, unknown> => {
  if (isMissing(value, ctx)) return z.NEVER;
  if (!isPlainObject(value)) return fault(ctx, 'dict_type', 'Input should be a valid dictionary');
  return value;
});

export const anything = z.unknown().transform((value, ctx): unknown => {
  isMissing(value, ctx);
  return value;
});

/** A list of `item`; the limits count items. */
export function list<Item extends z.ZodType>(item: Item, { min = 0, max = Number.POSITIVE_INFINITY } = {}) {
  const checked = z.unknown().transform((value, ctx): unknown[] => {
    if (isMissing(value, ctx)) return z.NEVER;
    if (!Array.isArray(value)) return fault(ctx, 'list_type', 'Input should be a valid list');
    const { length } = value;
    if (length > max) {
      return fault(ctx, 'too_long', `List should have at most ${plural(max, 'item')} after validation, not ${length}`);
    }
    return value;
  });
  // Report a list as too short only if all its items are valid.
  return checked.pipe(z.array(item)).transform((items, ctx) => {
    const { length } = items;
    if (length >= min) return items;
    return fault(ctx, 'too_short', `List should have at least ${plural(min, 'item')} after validation, not ${length}`);
  });
}

/** An object with the keys of `shape`. Ignores other keys, because the official client relies on that. */
export function model<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const checked = z.unknown().transform((value, ctx): Record<string, unknown> => {
    if (isMissing(value, ctx)) return z.NEVER;
    if (isPlainObject(value)) return value;
    return fault(ctx, 'model_attributes_type', 'Input should be a valid dictionary or object to extract fields from');
  });
  return checked.pipe(z.object(shape));
}
