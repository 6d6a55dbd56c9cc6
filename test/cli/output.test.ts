import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHumanReporter } from '../../src/cli/output/human-reporter.ts';
import { createJsonReporter } from '../../src/cli/output/json-reporter.ts';
import type { ReporterOptions } from '../../src/cli/output/reporter.ts';
import { renderCounts, renderTable } from '../../src/cli/output/human/table.ts';
import { UnsafeError } from '../../src/lib/errors.ts';

let streams: { stdout: PassThrough; stderr: PassThrough & { isTTY?: boolean } };
const options: ReporterOptions = {
  verbosity: 'normal',
  color: false,
  secrets: new Set(['hush-hush']),
  version: '1.2.3',
};

beforeEach(() => {
  streams = { stdout: new PassThrough(), stderr: new PassThrough() };
});

function written(): { stdout: string; stderr: string } {
  return { stdout: String(streams.stdout.read() ?? ''), stderr: String(streams.stderr.read() ?? '') };
}

const failure = new UnsafeError('lock_held', 'Somebody has hush-hush.', {
  hint: 'Wait.',
  details: { by: 'hush-hush' },
});

const served = { organizer: '', raters: [], invitation: null, https: null };

describe('for people', () => {
  it('puts results on stdout and everything else on stderr', () => {
    const reporter = createHumanReporter(streams, options);
    reporter.emit({ type: 'info', text: 'talk' });
    reporter.emit({ type: 'step', step: { action: 'create', target: 'dataset d', why: 'is not there' } });
    reporter.emit({ type: 'step', step: { action: 'keep', target: 'workspace w', why: 'is as described' } });
    reporter.answer('serve', { ...served, url: '' }, () => 'done, hush-hush');
    expect(written()).toEqual({
      stdout: 'done, ***\n',
      stderr: 'talk\n  + create  dataset d: is not there\n',
    });
  });

  it('keeps warnings with --quiet', () => {
    const reporter = createHumanReporter(streams, { ...options, verbosity: 'quiet' });
    reporter.emit({ type: 'info', text: 'talk' });
    reporter.emit({ type: 'progress', task: 'reading', done: 1_000, total: 2_000 });
    reporter.emit({ type: 'warning', text: 'mind this' });
    expect(written().stderr).toBe('warning: mind this\n');
  });

  it('says what is wrong and what to do', () => {
    createHumanReporter(streams, options).failure('push', failure);
    expect(written()).toEqual({
      stdout: '',
      stderr: 'error: Somebody has ***.\nnext:  Wait.\nmore:  prank explain lock_held\n',
    });
  });

  it('keeps a question visible until it is answered: progress wrote over it', async () => {
    streams.stderr.isTTY = true;
    const reporter = createHumanReporter(streams, options);
    const progress = (done: number): void => reporter.emit({ type: 'progress', task: 'reading', done, total: null });
    progress(1);
    let asked = '';
    const answer = await reporter.whileAsking('Delete hush-hush\u001b[2K?\nReally?', async (shown) => {
      written();
      asked = shown;
      progress(2);
      expect(written().stderr).toBe('');
      return true;
    });
    expect([answer, asked]).toEqual([true, 'Delete ***\\u001b[2K?\nReally?']);
    progress(3);
    expect(written().stderr).toContain('reading');
    reporter.endProgress();
  });

  it('hides secrets in a line of progress', () => {
    streams.stderr.isTTY = true;
    const reporter = createHumanReporter(streams, options);
    reporter.emit({ type: 'progress', task: 'reading http://me:pw@x.org/hush-hush', done: 1, total: 2 });
    expect(written().stderr).toContain('reading http://***@x.org/***: 1 of 2');
  });

  it('redraws one line on a terminal and clears it before other output', () => {
    streams.stderr.isTTY = true;
    const reporter = createHumanReporter(streams, options);
    reporter.emit({ type: 'progress', task: 'writing', done: 1, total: 2 });
    reporter.emit({ type: 'info', text: 'talk' });
    expect(written().stderr).toBe('\r\u001b[2Kwriting: 1 of 2 (50 %)\r\u001b[2Ktalk\n');
  });
});

describe('for programs', () => {
  it('prints exactly one document for a result', () => {
    const reporter = createJsonReporter(streams, options);
    reporter.emit({ type: 'info', text: 'talk' });
    reporter.answer('serve', { ...served, url: 'hush-hush' }, () => 'text');
    const { stdout, stderr } = written();
    expect(JSON.parse(stdout)).toEqual({ ok: true, command: 'serve', data: { ...served, url: '***' } });
    expect(stderr).toBe('talk\n');
  });

  it('prints exactly one document for a failure', () => {
    createJsonReporter(streams, options).failure('push', failure);
    const error = { code: 'lock_held', message: 'Somebody has ***.', hint: 'Wait.', details: { by: '***' } };
    expect(JSON.parse(written().stdout)).toEqual({ ok: false, command: 'push', error });
  });

  it('stays a document, whatever word or number is a secret', () => {
    const secrets = new Set(['123456', 'command', 'hush-hush']);
    createJsonReporter(streams, { ...options, secrets }).answer(
      'build',
      { prompts: 123_456, candidates: 1, dropped: { 'hush-hush': 2 }, sources: [], sha256: 'a 123456' },
      () => '',
    );
    expect(JSON.parse(written().stdout)).toEqual({
      ok: true,
      command: 'build',
      data: { prompts: 123_456, candidates: 1, dropped: { '***': 2 }, sources: [], sha256: 'a ***' },
    });
  });

  it("hides secrets of addresses in details and in a bug's stack", () => {
    const url = 'http://me:hunter22@x.org/?token=hunter23';
    const reporter = createJsonReporter(streams, options);
    reporter.failure('push', new UnsafeError('lock_held', url, { hint: url, details: { at: [url] } }));
    const failed = written();
    reporter.bug('push', new TypeError(`Invalid URL ${url}`));
    const broken = written();
    expect(failed.stdout + failed.stderr + broken.stdout + broken.stderr).not.toContain('hunter');
    expect(JSON.parse(failed.stdout).error.details).toEqual({ at: ['http://***@x.org/?token=***'] });
  });

  it('prints one for a bug, too, with the stack on stderr', () => {
    createJsonReporter(streams, options).bug('push', new Error('oh'));
    const { stdout, stderr } = written();
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'bug', message: 'oh' } });
    expect(stderr).toContain('prank 1.2.3 failed in "push"');
  });
});

describe('tables', () => {
  it('aligns numbers right and text left', () => {
    expect(
      renderTable(
        ['name', 'n'],
        [
          ['a', '1'],
          ['long', '10'],
        ],
      ),
    ).toBe('name   n\na      1\nlong  10');
  });
  it('counts what was left out, largest first', () => {
    expect(renderCounts({ too_short: 2, duplicate: 10 })).toBe('10 duplicate, 2 too short');
  });
  it('counts negative numbers, shares and dashes as numbers too', () => {
    const rows = [
      ['−1.20', '<1 %', '–'],
      ['1,000.50', '100 %', '3'],
    ];
    expect(renderTable(['a', 'b', 'c'], rows)).toBe('       a      b  c\n   −1.20   <1 %  –\n1,000.50  100 %  3');
  });
});
