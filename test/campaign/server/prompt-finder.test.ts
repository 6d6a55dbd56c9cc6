import { describe, expect, it } from 'vitest';
import { promptFinder } from '../../../src/campaign/server/prompt-finder.ts';
import { hashPrompt, normalizePrompt } from '../../../src/build/normalize-prompt.ts';
import { prompt } from '../../release/release-input.ts';

const idOf = (text: string, version: 1 | 2 = 2): string => hashPrompt(normalizePrompt(text, version));
const record = (
  externalId: string | null,
  text: unknown,
): { externalId: string | null; fields: Record<string, unknown> } => ({
  externalId,
  fields: { prompt: text },
});

describe('promptFinder', () => {
  const why = prompt(idOf('Why?'), { prompt: 'Why?' });
  const how = prompt(idOf('How?'), { prompt: 'How?' });
  const find = promptFinder([why, how], 2);

  it.each([
    ['a record as prank wrote it', record(why.id, 'Why?'), why.id],
    ['blanks and case that nobody sees as another prompt', record(why.id, ' WHY? '), why.id],
    ['a text that somebody changed', record(why.id, 'Why not?'), idOf('Why not?')],
    ['two texts that were swapped', record(why.id, 'How?'), how.id],
    ["another program's record with the text of a prompt", record('row 7', 'How?'), how.id],
    ['a record without a label', record(null, 'Why?'), why.id],
    ['a record of something else', record('row 8', 'Whence?'), idOf('Whence?')],
    ['a record without our field', record('row 9', undefined), idOf('')],
  ])('goes by the text: %s', (_, found, id) => {
    expect(find(found)).toBe(id);
  });

  it('checks a label by the text if the prompts are not here, in both ways of comparing texts', () => {
    const alone = promptFinder(null, 2);
    const soft = 'So\u00adft';
    expect(idOf(soft, 1)).not.toBe(idOf(soft));
    expect(alone(record(idOf(soft, 1), soft))).toBe(idOf(soft, 1));
    expect(alone(record(idOf('Why?'), 'Why not?'))).toBe(idOf('Why not?'));
  });
});
