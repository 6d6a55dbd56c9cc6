import { type ExistingSpace, keep, type SpaceStep, step, type WantedSpace } from './types.ts';

/** Costs nothing by itself, and always sleeps after 48 hours. */
export const freeHardware = 'cpu-basic';

/** A new Space on paid hardware must not run up a bill when everybody has gone home. */
const sleepOfPaidSeconds = 48 * 3600;

/** Cores of the hardware that most campaigns use; the Hub lists the others. */
const knownCores: Readonly<Record<string, number>> = { [freeHardware]: 2, 'cpu-upgrade': 8 };

/** Whether the Hub must be asked how many cores it has. */
export function hasUnknownCores(hardware: string): boolean {
  return knownCores[hardware] === undefined;
}

/** 2 if the number is unknown. */
export function countCores(hardware: string, hubCores: ReadonlyMap<string, number>): number {
  return knownCores[hardware] ?? hubCores.get(hardware) ?? 2;
}

/** Sleep time, in seconds, of a Space that moves to this hardware; null = the Hub decides. */
export function sleepOfNew({ sleepSeconds }: WantedSpace, hardware: string): number | null {
  if (hardware === freeHardware) return null;
  return sleepSeconds ?? sleepOfPaidSeconds;
}

/** Plans hardware and sleep time of an existing Space: changes only what prank.yaml names. */
export function planHardware(wanted: WantedSpace, { hardware, sleepSeconds }: ExistingSpace): SpaceStep[] {
  if (wanted.hardware !== null && wanted.hardware !== hardware) {
    const change = {
      type: 'set-hardware',
      hardware: wanted.hardware,
      sleepSeconds: sleepOfNew(wanted, wanted.hardware),
    } as const;
    return [step('update', `hardware ${wanted.hardware}`, `is ${hardware ?? 'not told'}`, change, true)];
  }
  const kept = keep(`hardware ${hardware ?? '?'}`, wanted.hardware === null ? 'stays as it is' : 'is as described');
  return [kept, ...planSleep(wanted, { hardware, sleepSeconds })];
}

function planSleep(
  wanted: WantedSpace,
  { hardware, sleepSeconds }: Pick<ExistingSpace, 'hardware' | 'sleepSeconds'>,
): SpaceStep[] {
  if (wanted.sleepSeconds === null || hardware === freeHardware) return [];
  const target = `sleep time ${describeSleep(wanted.sleepSeconds)}`;
  if (describeSleep(sleepSeconds) === describeSleep(wanted.sleepSeconds)) return [keep(target, 'is as described')];
  const change = { type: 'set-sleep', seconds: wanted.sleepSeconds } as const;
  return [step('update', target, `is ${describeSleep(sleepSeconds)}`, change, false)];
}

function describeSleep(seconds: number | null): string {
  return seconds === null || seconds < 0 ? 'never' : `${seconds / 3600} h`;
}
