import type { Io } from '../io.ts';

/** How long a command may take to end cleanly after the first Ctrl-C. */
const graceMs = 3_000;
/** Time after that for writing the last messages. */
const flushMs = 500;

export interface Interrupt {
  signal: AbortSignal;
  /** 130 or 143 after a signal, or that of `stop`; null before. */
  readonly exitCode: number | null;
  /** Stops like a signal, with this exit code. */
  stop(exitCode: number): void;
  /** Rejects if a signal came and `work` did not end within the grace time. */
  race<T>(work: Promise<T>): Promise<T>;
  release(): void;
}

/** The first Ctrl-C stops cleanly, the second at once. Everything on disk is written whole, so both are safe. */
export function createInterrupt(runtime: Io['runtime']): Interrupt {
  const controller = new AbortController();
  let exitCode: number | null = null;

  const stop = (code: number) => (): void => {
    if (exitCode !== null) runtime.exit(code);
    exitCode = code;
    controller.abort();
    // Work that can't be stopped, such as a query in a native library, must not keep the process alive.
    setTimeout(() => runtime.exit(code), graceMs + flushMs).unref();
  };
  const onInterrupt = stop(130);
  const onTerminate = stop(143);
  runtime.on('SIGINT', onInterrupt);
  runtime.on('SIGTERM', onTerminate);

  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    stop: (code) => stop(code)(),
    race: (work) => Promise.race([work, rejectAfterAbort(controller.signal)]),
    release() {
      runtime.off('SIGINT', onInterrupt);
      runtime.off('SIGTERM', onTerminate);
    },
  };
}

function rejectAfterAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => void setTimeout(() => reject(new Error('interrupted')), graceMs).unref();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
