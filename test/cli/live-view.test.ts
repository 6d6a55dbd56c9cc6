import { EventEmitter } from 'node:events';
import { Chalk } from 'chalk';
import { beforeEach, describe, expect, it } from 'vitest';
import { type LiveStream, openLiveView } from '../../src/cli/terminal/live-view.ts';
import type { TerminalStyle } from '../../src/cli/terminal/style.ts';

class FakeTerminal extends EventEmitter implements LiveStream {
  isTTY = true;
  rows = 5;
  columns = 40;
  written = '';
  write(text: string): boolean {
    this.written += text;
    return true;
  }
  take(): string {
    const text = this.written;
    this.written = '';
    return text;
  }
}

let terminal: FakeTerminal;
const readStyle = (): TerminalStyle => ({ width: terminal.columns, unicode: true, paint: new Chalk({ level: 0 }) });
const redact = (text: string): string => text.replaceAll('hush', '***');
const time = new Date('2026-01-01T10:00:00Z');

function frame(lines: number) {
  const render = ({ width }: TerminalStyle): string =>
    Array.from({ length: lines }, (_, index) => `line ${index} of ${width} hush`).join('\n');
  return { time, note: 'Ctrl-C ends', render };
}

beforeEach(() => {
  terminal = new FakeTerminal();
});

describe('on a terminal', () => {
  it('draws in place without clearing first, cut to the height, and says what is hidden', () => {
    const view = openLiveView({ stdout: terminal, runtime: process }, redact, readStyle);
    expect(terminal.take()).toBe('');
    view.show(frame(7));
    const enter = '\u001b[?1049h\u001b[?25l';
    expect(terminal.written.startsWith(enter)).toBe(true);
    const drawn = terminal.take().slice(enter.length);
    expect(drawn.startsWith('\u001b[Hline 0 of 40 ***\u001b[K\n')).toBe(true);
    expect(drawn.endsWith('\u001b[K\u001b[J')).toBe(true);
    expect(drawn).not.toContain('\u001b[2J');
    const lines = drawn.split('\u001b[K\n');
    expect(lines).toHaveLength(5);
    expect(lines[4]).toContain('2026-01-01 10:00:00 UTC, Ctrl-C ends, 3');
    view.close();
  });

  it('follows a resize', () => {
    const view = openLiveView({ stdout: terminal, runtime: process }, redact, readStyle);
    view.show(frame(7));
    terminal.take();
    [terminal.rows, terminal.columns] = [10, 60];
    terminal.emit('resize');
    const lines = terminal.take().split('\u001b[K\n');
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain('of 60');
    view.close();
  });

  it('gives the terminal back with the last frame', () => {
    const listeners = process.listenerCount('exit');
    const view = openLiveView({ stdout: terminal, runtime: process }, redact, readStyle);
    view.show(frame(7));
    terminal.take();
    view.close();
    const left = terminal.take();
    expect(left.startsWith('\u001b[?25h\u001b[?1049lline 0')).toBe(true);
    expect(left).toContain('line 6 of 40 ***\n2026-01-01 10:00:00 UTC\n');
    expect(process.listenerCount('exit')).toBe(listeners);
    expect(terminal.listenerCount('resize')).toBe(0);
  });
});

describe('elsewhere', () => {
  it('writes blocks with their time, and nothing that moves a cursor', () => {
    terminal.isTTY = false;
    const view = openLiveView({ stdout: terminal, runtime: process }, redact, readStyle);
    view.show(frame(1));
    view.close();
    expect(terminal.take()).toBe('--- 2026-01-01 10:00:00 UTC\nline 0 of 40 ***\n\n');
  });
});
