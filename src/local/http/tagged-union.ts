import * as z from 'zod';
import { isPlainObject } from './json.ts';
import { pythonStr } from './python-text.ts';
import { fault, passOn } from './shapes.ts';

/** How the message about an unknown tag names a tag. In some places the real server prints enum members. */
export type TagLabel = (tag: string) => string;

export function enumLabel(enumName: string): TagLabel {
  return (tag) => `<${enumName}.${tag}: '${tag}'>`;
}

/** The shape named by the value's `key`. Faults inside it have the tag in their path, as in Argilla. */
export function taggedUnion<Members extends Record<string, z.ZodType>>(
  key: string,
  members: Members,
  label: TagLabel = (tag) => `'${tag}'`,
) {
  return z.unknown().transform((value, ctx): z.output<Members[keyof Members]> => {
    if (value === undefined) return fault(ctx, 'missing', 'Field required');
    if (!isPlainObject(value)) {
      return fault(ctx, 'model_attributes_type', 'Input should be a valid dictionary or object to extract fields from');
    }
    const tag = value[key];
    if (tag === undefined) {
      return fault(ctx, 'union_tag_not_found', `Unable to extract tag using discriminator '${key}'`);
    }
    const member = typeof tag === 'string' && Object.hasOwn(members, tag) ? members[tag] : undefined;
    if (typeof tag !== 'string' || member === undefined) {
      const expected = Object.keys(members).map(label).join(', ');
      const found = `Input tag '${pythonStr(tag)}' found using '${key}' does not match any of the expected tags: ${expected}`;
      return fault(ctx, 'union_tag_invalid', found);
    }
    const read = member.safeParse(value);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the member was looked up by the tag, so its output is one of the union's.
    if (read.success) return read.data as z.output<Members[keyof Members]>;
    return passOn(ctx, read.error, tag);
  });
}
