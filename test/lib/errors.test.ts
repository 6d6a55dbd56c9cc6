import { afterEach, describe, expect, it } from 'vitest';
import { ArgillaHttpError } from '../../src/argilla/http-error.ts';
import { isErrorCodeOf } from '../../src/lib/errors/codes.ts';
import { ExitCode } from '../../src/lib/errors/exit-code.ts';
import { PartialError, UnsafeError, UsageError } from '../../src/lib/errors.ts';
import { setProgram } from '../../src/lib/text/shell-command.ts';

describe('an error', () => {
  afterEach(() => setProgram(['prank']));

  it('has the exit code of its code', () => {
    expect(new UsageError('config_missing', 'No.').exitCode).toBe(2);
    expect(new UnsafeError('doctor_answers_at_risk', 'No.').exitCode).toBe(5);
    expect(new PartialError('doctor_findings', 'No.').exitCode).toBe(6);
    expect(new ArgillaHttpError(503, 'No.', null)).toMatchObject({ code: 'argilla_http_503', exitCode: 4 });
  });

  it('accepts only codes of the table, and of its own class', () => {
    // @ts-expect-error -- there is no such code
    expect(() => new UsageError('no_such_code', 'No.')).toThrow('no_such_code');
    // @ts-expect-error -- a code of another class: the exit code is that of the table
    expect(new UsageError('lock_held', 'No.').exitCode).toBe(ExitCode.unsafe);
  });

  it('says how to fix it if it has no hint of its own', () => {
    expect(new UsageError('no_sources', 'No.').hint).toBe(
      'Add a source to prank.yaml, or remove `enabled: false` from one.',
    );
    expect(new UsageError('no_sources', 'No.', { hint: 'Do this.' }).hint).toBe('Do this.');
  });

  it('shows the first sentence of a long remedy, with commands as they are typed here', () => {
    setProgram(['node', '/opt/my prank/bin/prank.js']);
    expect(new UsageError('lock_differs', 'No.').hint).toBe(
      "If the change is meant, run `node '/opt/my prank/bin/prank.js' build` and commit the new lock.",
    );
  });
});

describe('a code from another process', () => {
  it.each([
    ['data_malformed', true],
    ['lock_held', false],
    ['no_such_code', false],
    ['constructor', false],
    ['', false],
  ])('%s', (code, isUsage) => {
    expect(isErrorCodeOf(code, ExitCode.usage)).toBe(isUsage);
  });

  it('is one of a family only with a number', () => {
    expect(isErrorCodeOf('hub_http_404', ExitCode.remote)).toBe(true);
    expect(isErrorCodeOf('hub_http_no', ExitCode.remote)).toBe(false);
  });
});
