import { expect, it } from 'vitest';
import { renderJsonSchema } from '../../../src/config/schema/json-schema.ts';

it("keeps the schema for editors equal to the program's schema (npm run schema updates it)", async () => {
  await expect(renderJsonSchema()).toMatchFileSnapshot('../../../configs/prank.schema.json');
});

it('explains every key', () => {
  const schema: unknown = JSON.parse(renderJsonSchema());
  const keys = listKeys(schema, '');
  expect(keys.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['.sources[].where', '.task.question.labels', '.publish.backup']),
  );
  expect(keys.filter(({ description }) => typeof description !== 'string' || description === '')).toEqual([]);
});

interface Key {
  path: string;
  description: unknown;
}

function listKeys(schema: unknown, path: string): Key[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items, anyOf = [] } = schema as { properties?: object; items?: unknown; anyOf?: unknown[] };
  return [
    ...Object.entries(properties).flatMap(([key, value]: [string, { description?: unknown }]) => [
      { path: `${path}.${key}`, description: value.description },
      ...listKeys(value, `${path}.${key}`),
    ]),
    ...listKeys(items, `${path}[]`),
    ...anyOf.flatMap((branch) => listKeys(branch, path)),
  ];
}
