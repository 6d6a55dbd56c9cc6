export interface Hardware {
  name: string;
  prettyName: string;
  cores: number;
  memoryGb: number;
  accelerator: string | null;
  usdPerHour: number;
}

/** The flavors relevant for a Space without machine learning, and one with an accelerator. */
export const hardwareList: Hardware[] = [
  { name: 'cpu-basic', prettyName: 'CPU Basic', cores: 2, memoryGb: 16, accelerator: null, usdPerHour: 0 },
  { name: 'cpu-upgrade', prettyName: 'CPU Upgrade', cores: 8, memoryGb: 32, accelerator: null, usdPerHour: 0.03 },
  {
    name: 'cpu-performance',
    prettyName: 'CPU Performance',
    cores: 32,
    memoryGb: 256,
    accelerator: null,
    usdPerHour: 1.9,
  },
  { name: 't4-small', prettyName: 'Nvidia T4 small', cores: 4, memoryGb: 15, accelerator: 'T4', usdPerHour: 0.4 },
];

export const freeHardware = 'cpu-basic';
/** Free hardware sleeps after two days, whatever is requested. */
export const freeSleepSeconds = 48 * 3600;

export function findHardware(name: string): Hardware | undefined {
  return hardwareList.find((hardware) => hardware.name === name);
}
