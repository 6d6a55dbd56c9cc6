import { describe, expect, it } from 'vitest';
import { checkLicenses } from '../../../src/campaign/publish/license-check.ts';
import { UsageError } from '../../../src/lib/errors.ts';
import type { Event, Prompt, PublishSettings } from '../../../src/model.ts';
import { source } from '../../build/campaign-folder.ts';
import { campaign, prompt } from '../../release/release-input.ts';

const web = prompt('p1', { source: 'web', license: null });
const wiki = prompt('p2', { source: 'wiki', license: 'cc-by-sa-4.0' });
const fine = prompt('p3', { source: 'fine', license: 'mit' });
const later = prompt('p4', { source: 'later', license: 'cc-by-nc-4.0' });
const sources = [web, wiki, fine, later].map(({ source: id, license }) => source(`${id}.csv`, { id, license }));

/** p4 has no answer yet. */
function check(publish: Partial<PublishSettings>, prompts: Prompt[] = [web, wiki, fine, later]): string[] {
  const released = prompts.filter(({ id }) => id !== 'p4' || publish.minResponses === 0);
  const warnings: string[] = [];
  const emit = (event: Event): void => {
    if (event.type === 'warning') warnings.push(event.text);
  };
  checkLicenses({ campaign: { ...campaign(publish), sources }, prompts, released }, emit);
  return warnings;
}

function fail(...input: Parameters<typeof check>): UsageError {
  try {
    check(...input);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('checkLicenses', () => {
  it('names all sources whose prompts may not be released, why, and what to write', () => {
    const error = fail({});
    expect(error.code).toBe('license_undecided');
    expect(error.message.split('\n')).toEqual([
      "The prompts of 2 sources can't be released under cc-by-4.0:",
      '- web, 1 prompt: none declared: nobody said that these prompts may be published',
      '- wiki, 1 prompt: cc-by-sa-4.0 lets adaptations be published under cc-by-sa-4.0 or gpl-3.0 alone',
    ]);
    expect(error.hint).toBe(
      'Write into prank.yaml another licence, such as publish: {license: cc-by-sa-4.0}; or `enabled: false` at these sources, and run prank build; or your decision, publish: {license_decisions: {"web": "why they may be published", "wiki": "why they may be published"}}.',
    );
    expect(error.details).toMatchObject({ license: 'cc-by-4.0', suggestion: 'cc-by-sa-4.0' });
  });

  it('asks for one decision on a source whose prompts were built with two licences', () => {
    const both = [web, prompt('p2', { source: 'web', license: 'other' })];
    const { message, hint } = fail({}, both);
    expect(message.split('\n')).toHaveLength(3);
    expect(message).toContain("The prompts of a source can't be released");
    expect(hint).toContain('{license_decisions: {"web": "why they may be published"}}');
  });

  it('suggests no licence if none would help', () => {
    expect(fail({}, [web, fine]).hint).not.toContain('another licence');
  });

  it('says so when prank.yaml was changed after the build', () => {
    const error = fail({}, [prompt('p3', { source: 'fine', license: null })]);
    expect(error.message).toContain(
      '(built with no licence; prank.yaml says mit by now, which prank build takes over)',
    );
  });

  it('accepts decisions, another licence, and prompts that are not released yet', () => {
    expect(check({ licenseDecisions: { web: 'Asked.', wiki: 'Asked.' } })).toEqual([]);
    expect(check({ license: 'cc-by-sa-4.0', licenseDecisions: { web: 'Asked.' } })).toEqual([]);
    expect(check({}, [fine, later])).toEqual([]);
    expect(fail({ minResponses: 0 }, [fine, later]).message).toContain('- later, 1 prompt: cc-by-nc-4.0 forbids');
  });

  it('warns of a decision that nothing needs, but not of one that the next release will need', () => {
    const licenseDecisions = { web: 'Asked.', wiki: 'Asked.', fine: 'Asked.', later: 'Asked.' };
    expect(check({ licenseDecisions })).toEqual([
      'publish.license_decisions.fine is no longer needed: no prompt asks for it under cc-by-4.0.',
    ]);
  });

  it("rejects decisions on sources that don't exist, and guesses which was meant", () => {
    const error = fail({ licenseDecisions: { Wib: 'Asked.', elsewhere: 'Asked.' } });
    expect(error.code).toBe('license_decision_unknown');
    expect(error.message.split('\n')).toEqual([
      'There is no source Wib; did you mean web?',
      'There is no source elsewhere.',
    ]);
  });

  it('finds a source by its prompts after prank.yaml dropped it', () => {
    const gone = prompt('p1', { source: 'gone', license: null });
    expect(check({ licenseDecisions: { gone: 'Asked.' } }, [gone])).toEqual([]);
  });
});
