import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import fc from 'fast-check';
import { UsageError } from '../../src/lib/errors.ts';
import { examineConfig, parseConfig } from '../../src/config/parse-config.ts';
import { brokenConfigs, soundConfig } from './broken-configs.ts';
import { writtenConfigs } from './written-configs.ts';

function errorOf(text: string): UsageError {
  try {
    parseConfig(text, 'prank.yaml');
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('the config was taken');
}

describe('broken configs', () => {
  it.each(brokenConfigs)('$title', ({ text, faults }) => {
    const error = errorOf(text);
    expect(error.code).toBe('config_invalid');
    expect(error.message.split('\n')).toEqual(faults.map((fault) => `prank.yaml:${fault}`));
  });

  it('gives every fault as data too', () => {
    expect(errorOf(soundConfig.replace('name: x', 'name: "my campaign"')).details).toEqual({
      file: 'prank.yaml',
      faults: [
        {
          line: 1,
          column: 7,
          path: 'name',
          value: '"my campaign"',
          problem: 'is `"my campaign"`',
          allowed: '1 to 96 letters, digits, _ and -, first a letter or digit',
          suggestion: null,
        },
      ],
    });
  });

  it.each([
    ['api_key: argilla.apikey', 'argilla.apikey'],
    ['password: "hunter22"', 'hunter22'],
    ['seed: hf_abcdefghijklmnopqrstuvwxyz', 'hf_abc'],
    ['build: {shortage: "https://me:hunter22@x.org"}', 'hunter22'],
  ])('never repeats a secret: %s', (line, secret) => {
    const error = errorOf(`${soundConfig}${line}\n`);
    expect(JSON.stringify([error.message, error.details])).not.toContain(secret);
  });
});

describe('sound configs', () => {
  it('survive being printed and parsed', () => {
    fc.assert(
      fc.property(writtenConfigs, fc.boolean(), (written, isFlow) => {
        const text = stringify(written, isFlow ? { collectionStyle: 'flow' } : {});
        expect(parseConfig(text, 'prank.yaml')).toEqual(written);
      }),
    );
  });

  it.each(['#', '\uFEFF# made by hand\n', '%YAML 1.2\n---\n'])('may begin with %j', (beginning) => {
    expect(parseConfig(`${beginning}\n${soundConfig}`, 'prank.yaml').name).toBe('x');
  });

  it('may end their lines as Windows does', () => {
    expect(parseConfig(soundConfig.replaceAll('\n', '\r\n'), 'prank.yaml')).toEqual(
      parseConfig(soundConfig, 'prank.yaml'),
    );
  });

  it.each(['en', 'no', '2024-01-01', '"2024"'])('keep %s as text', (value) => {
    const text = soundConfig.replace('prompt: text', `prompt: text\n    where: {lang: ${value}}`);
    expect(parseConfig(text, 'prank.yaml').sources[0]?.where).toEqual({ lang: value.replaceAll('"', '') });
  });
});

describe('the place of a fault', () => {
  const wrong = 'WRONG!';

  it('is the first character of the value that is at fault', () => {
    fc.assert(
      fc.property(writtenConfigs, fc.nat(), (written, choice) => {
        const numbers = ['seed', 'build', 'task', 'publish'].filter((key) => key in written);
        const key = numbers[choice % numbers.length] ?? 'seed';
        const text = stringify({ ...written, [key]: wrong });
        const fault = examineConfig(text).faults.find(({ path }) => path === key);
        const line = text.split('\n')[(fault?.line ?? 0) - 1];
        expect(line?.slice((fault?.column ?? 0) - 1)).toBe(wrong);
      }),
    );
  });

  it('is the first character of a key that is at fault', () => {
    fc.assert(
      fc.property(writtenConfigs, fc.nat(), (written, choice) => {
        const index = choice % written.sources.length;
        const sources = written.sources.map((source, place) => (place === index ? { ...source, [wrong]: 1 } : source));
        const text = stringify({ ...written, sources });
        const fault = examineConfig(text).faults[0];
        expect(fault?.path).toBe(`sources[${index}]["${wrong}"]`);
        expect(text.split('\n')[(fault?.line ?? 0) - 1]?.slice((fault?.column ?? 0) - 1)).toBe(`${wrong}: 1`);
      }),
    );
  });
});
