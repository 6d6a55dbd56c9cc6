import type { Check } from './check.ts';
import { fine, finding, unseen } from './check.ts';
import type { PackageInfo } from '../../lib/package-info.ts';
import type { ClockReading } from './examiner.ts';
import { shellCommand } from '../../lib/text/shell-command.ts';

/** The time in a header is in whole seconds, and a response may take some seconds. */
const toleratedMs = 30_000;

export function checkVersions({ version: prank, node, wantedNode }: PackageInfo & { node: string }): Check {
  const here = `prank ${prank} on Node ${node}`;
  if (isAtLeast(node, wantedNode.replace(/^>=\s*/u, ''))) return fine('machine', 'versions', `${here}.`);
  return finding('machine', 'versions', `${here}; it needs Node ${wantedNode}.`, 'https://nodejs.org/en/download');
}

function isAtLeast(version: string, least: string): boolean {
  const has = numbersOf(version);
  for (const [index, wanted] of numbersOf(least).entries()) {
    const part = has[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function numbersOf(version: string): number[] {
  return version.replace(/^v/u, '').split('.').map(Number);
}

/** Pulls of several machines are ordered by their clocks, and tokens of CI jobs expire by them. */
export function checkClock(readings: ReadonlyMap<string, ClockReading>): Check {
  const skews = [...readings].map(([place, { theirsMs, oursMs }]) => ({ place, ms: oursMs - theirsMs }));
  const off = skews.filter(({ ms }) => Math.abs(ms) > toleratedMs);
  const [first] = off;
  if (skews.length === 0) return unseen('machine', 'clock', 'No other machine was asked for the time.');
  const places = skews.map(({ place }) => place).join(' and ');
  if (first === undefined) return fine('machine', 'clock', `The clock here agrees with that of ${places}.`);
  const said = off.map(({ place, ms }) => `${describeSkew(ms)} that of ${place}`).join(' and ');
  const isOurs = off.length === skews.length;
  return finding(
    'machine',
    'clock',
    `The clock here is ${said}.`,
    isOurs
      ? `Set the clock of this machine: ${shellCommand(['sudo', 'timedatectl', 'set-ntp', 'true'])}`
      : `Set the clock of ${first.place}.`,
  );
}

function describeSkew(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const time = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${time} ${ms > 0 ? 'ahead of' : 'behind'}`;
}
