interface Progress {
  task: string;
  done: number;
  total: number | null;
}

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

/** On a terminal one line that is redrawn; in a log one line each tenth of the way. */
export function createProgressLine(stream: NodeJS.WritableStream & { isTTY?: boolean }): ProgressLine {
  return stream.isTTY === true ? createTerminalLine(stream) : createLogLines(stream);
}

function createTerminalLine(stream: NodeJS.WritableStream): ProgressLine {
  let shown = false;
  return {
    show(progress) {
      stream.write(`\r\u001b[2K${render(progress)}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}

function createLogLines(stream: NodeJS.WritableStream): ProgressLine {
  let last = '';
  return {
    show(progress) {
      const tenth =
        progress.total === null || progress.total === 0 ? 0 : Math.floor((10 * progress.done) / progress.total);
      const key = `${progress.task} ${tenth}`;
      // Short work needs no lines of its own: the answer says it all.
      if (key === last || progress.total === null || progress.total < 1_000) return;
      last = key;
      stream.write(`${render(progress)}\n`);
    },
    clear() {},
  };
}

function render({ task, done, total }: Progress): string {
  if (total === null || total === 0) return `${task}: ${done}`;
  return `${task}: ${done} of ${total} (${Math.floor((100 * done) / total)} %)`;
}
