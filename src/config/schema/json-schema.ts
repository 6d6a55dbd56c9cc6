import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The JSON schema that editors use to check and explain prank.yaml; committed as configs/prank.schema.json. */
export function renderJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  const { $schema, ...rest } = schema;
  const titled = { $schema, title: 'prank.yaml', description: 'A community rating campaign for prompts.', ...rest };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
