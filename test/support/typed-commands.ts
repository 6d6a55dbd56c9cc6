import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The arguments of a call of prank, and its working directory. */
export interface TypedCommand {
  words: string[];
  cwd: string;
}

/**
 * Runs shell text in a new folder, with a `prank` on the PATH that only records how it is called. Throws if the text
 * runs or writes anything else.
 */
export function typeCommands(text: string, { shell = 'bash', folders = [] as readonly string[] } = {}): TypedCommand[] {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'prank-typed-')));
  const home = join(root, 'home');
  const bin = join(root, 'bin');
  const calls = join(root, 'calls');
  try {
    for (const dir of [home, bin, ...folders.map((folder) => join(home, folder))]) mkdirSync(dir, { recursive: true });
    const recorder = `#!/bin/sh\nprintf '%s\\0' "$PWD" "$@" END >> '${calls}'\n`;
    writeFileSync(join(bin, 'prank'), recorder, { mode: 0o755 });
    const before = listAll(root);
    const path = `${bin}:${process.env['PATH'] ?? ''}`;
    const said = execFileSync(shell, ['-c', text], { cwd: home, encoding: 'utf8', env: { PATH: path, HOME: home } });
    const made = listAll(root).filter((name) => !before.includes(name) && name !== 'calls');
    if (said !== '' || made.length > 0) throw new Error(`More than prank ran: ${text}\n${said}${made.join()}`);
    return readFileSync(calls, 'utf8')
      .split('\0END\0')
      .slice(0, -1)
      .map((call) => {
        const [cwd = '', ...words] = call.split('\0');
        return { words, cwd: cwd.slice(home.length + 1) };
      });
  } finally {
    rmSync(root, { recursive: true });
  }
}

function listAll(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' });
}
