import { expect } from 'vitest';
import type { PrankRun } from './run-prank.ts';

/** A check in the output of `prank doctor --json`. */
export interface ToldCheck {
  area: string;
  name: string;
  ok: boolean | null;
  why: string;
  fix: string | null;
}

export interface DoctorRun {
  exitCode: number | null;
  checks: ToldCheck[];
  repairs: { action: string; target: string; why: string }[];
  /** Names of the findings, in order. */
  names: string[];
  check: (name: string) => ToldCheck;
}

type Run = (words: string[]) => Promise<PrankRun>;

/** Runs the doctor. The result has the same form whether it found something or not. */
export async function askDoctor(run: Run, words: string[] = []): Promise<DoctorRun> {
  const { exitCode, stdout, stderr } = await run(['doctor', '--json', ...words]);
  let document: { ok: boolean; data: DoctorRun; error: { code: string; details: DoctorRun } };
  try {
    document = JSON.parse(stdout);
  } catch {
    throw new Error(`prank doctor ended with ${exitCode}:\n${stdout}\n${stderr}`);
  }
  if (!document.ok)
    expect(document.error, stderr).toMatchObject({
      code: exitCode === 5 ? 'doctor_answers_at_risk' : 'doctor_findings',
    });
  const { checks, repairs } = document.ok ? document.data : document.error.details;
  const names = checks.filter(({ ok }) => ok === false).map(({ name }) => name);
  expect(exitCode === 0, stdout).toBe(names.length === 0);
  for (const { ok, fix, name } of checks) if (ok === true) expect([name, fix]).toEqual([name, null]);
  const check = (name: string): ToldCheck => {
    const found = checks.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no check ${name}:\n${stdout}`);
    return found;
  };
  return { exitCode, checks, repairs, names, check };
}

/** The prank commands that a fix names, in order. */
export function commandsIn(fix: string | null): string[][] {
  const parts = (fix ?? '').split(/[,;:]|\band\b|\bthen\b/u).map((part) => part.trim());
  return parts.filter((part) => part.startsWith('prank ')).map((part) => part.split(' ').slice(1));
}

/** Runs the commands that a fix names, and answers questions with yes. */
export async function follow(run: Run, fix: string | null): Promise<void> {
  const commands = commandsIn(fix);
  if (commands.length === 0) throw new Error(`No command of prank: ${fix}`);
  for (const words of commands) {
    const { exitCode, stdout, stderr } = await run([...words, '--yes']);
    // A doctor who found more than one thing fails because of the rest.
    if (exitCode !== 0 && words[0] !== 'doctor')
      throw new Error(`prank ${words.join(' ')} ended with ${exitCode}:\n${stdout}\n${stderr}`);
  }
}
