import { expect, it } from 'vitest';
import { renderJsonSchema } from '../../src/config/json-schema.ts';

it('keeps the schema for editors equal to the schema of the program (npm run schema writes it anew)', async () => {
  await expect(renderJsonSchema()).toMatchFileSnapshot('../../configs/prank.schema.json');
});
