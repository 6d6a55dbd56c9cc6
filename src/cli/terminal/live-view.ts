import type { Io } from '../io.ts';
import type { TerminalStyle } from './style.ts';

export interface LiveFrame {
  time: Date;
  /** Shown beside the time. */
  note: string;
  render: (style: TerminalStyle) => string;
}

/** Shows frames one after the other: in place on a terminal, as blocks of lines elsewhere. */
export interface LiveView {
  show(frame: LiveFrame): void;
  /** Restores the terminal. The last frame stays readable. */
  close(): void;
}

/** The part of stdout that a view needs. */
export interface LiveStream {
  isTTY?: boolean;
  rows?: number;
  write(text: string): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

export interface LiveOutput {
  stdout: LiveStream;
  runtime: Pick<Io['runtime'], 'once' | 'off'>;
}

export function openLiveView(
  { stdout: stream, runtime }: LiveOutput,
  redact: (text: string) => string,
  readStyle: () => TerminalStyle,
): LiveView {
  return stream.isTTY === true
    ? openScreen({ stdout: stream, runtime }, redact, readStyle)
    : {
        show: ({ time, render }) => void stream.write(`--- ${renderMoment(time)}\n${redact(render(readStyle()))}\n\n`),
        close() {},
      };
}

// The alternate screen leaves the main one as it was.
const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';

function openScreen(
  { stdout: stream, runtime }: LiveOutput,
  redact: (text: string) => string,
  readStyle: () => TerminalStyle,
): LiveView {
  let last: LiveFrame | null = null;
  const draw = (): void => {
    if (last === null) return;
    const style = readStyle();
    const lines = fitFrame(last, redact(last.render(style)).split('\n'), stream.rows ?? 24, style);
    // One write without clearing beforehand, so nothing flickers.
    stream.write(`${home}${lines.map((line) => line + clearLine).join('\n')}${clearBelow}`);
  };
  const restore = (): void => void stream.write(leave);
  const open = (): void => {
    stream.write(enter);
    stream.on('resize', draw);
    // A second Ctrl-C ends the process at once.
    runtime.once('exit', restore);
  };
  return {
    show(frame) {
      if (last === null) open();
      last = frame;
      draw();
    },
    close() {
      if (last === null) return;
      stream.off('resize', draw);
      runtime.off('exit', restore);
      restore();
      stream.write(`${redact(last.render(readStyle()))}\n${renderMoment(last.time)}\n`);
    },
  };
}

/** As many lines as the terminal has; the last one shows time and note. */
function fitFrame({ time, note }: LiveFrame, lines: readonly string[], rows: number, style: TerminalStyle): string[] {
  const hidden = lines.length - (rows - 1);
  const cut = hidden > 0 ? `, ${hidden} more lines below` : '';
  const foot = `${renderMoment(time)}, ${note}${cut}`;
  return [...lines.slice(0, rows - 1), style.paint.dim(foot.slice(0, style.width))];
}

/** 2026-01-01 10:00:00 UTC */
function renderMoment(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
