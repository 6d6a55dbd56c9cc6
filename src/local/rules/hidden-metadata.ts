import { isPlainObject, parseJson, RawJson, renderJson } from '../http/json.ts';
import type { User } from '../storage/users.ts';
import type { DatasetRules } from './context.ts';

/** The metadata a user may see. Annotators get only visible properties, and no undeclared ones. */
export function hideMetadata(metadata: RawJson | null, rules: DatasetRules, user: User): RawJson | null {
  if (metadata === null || user.role !== 'annotator') return metadata;
  const read = parseJson(metadata.text);
  const visible = new Set(rules.properties.filter((property) => property.visible).map(({ name }) => name));
  const kept = Object.entries(isPlainObject(read) ? read : {}).filter(([name]) => visible.has(name));
  return new RawJson(renderJson(Object.fromEntries(kept)));
}
