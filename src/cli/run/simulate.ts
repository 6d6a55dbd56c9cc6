import { resolve } from 'node:path';
import { simulate, type SimulatePorts } from '../../campaign/simulate.ts';
import type { CampaignAnswers, SimulateOptions } from '../../campaign/simulate/basis.ts';
import { UsageError } from '../../lib/errors.ts';
import { assertTableFile, writeTableFile } from '../../release/files/table-file.ts';
import type { Context } from '../context.ts';
import { forecastColumns, toForecastRow, toSimulationData } from '../output/json/simulation.ts';
import { renderSimulation } from '../output/human/simulation.ts';
import { stdoutStyle } from '../terminal/style.ts';

/** Simulates, and writes the designs to `out` when it is named. */
export async function runSimulate(context: Context, options: SimulateOptions, out: string | null): Promise<void> {
  if (out !== null) assertTableFile(out);
  const result = await simulate(createPorts(context), options, context.emit);
  if (out !== null) {
    const designs = [...result.designs, ...(result.cut?.designs ?? [])];
    await writeTableFile(resolve(context.io.cwd, out), forecastColumns, designs.map(toForecastRow));
  }
  const style = stdoutStyle(context.io, context.globals);
  context.reporter.answer('simulate', toSimulationData(result), () => renderSimulation(result, style));
}

function createPorts(context: Context): SimulatePorts {
  return {
    signal: context.signal,
    async readCampaign(): Promise<CampaignAnswers | null> {
      const campaign = await orNull(
        'config_missing',
        () => context.loadCampaign(),
        context.globals.config === undefined,
      );
      if (campaign === null) return null;
      const prompts = await orNull('prompts_missing', () => context.readPrompts(campaign), true);
      return { campaign, prompts, log: await context.readLog(campaign) };
    },
  };
}

/** null where the thing is not there, and need not be. */
async function orNull<T>(code: UsageError['code'], read: () => Promise<T>, isOptional: boolean): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isOptional && error instanceof UsageError && error.code === code) return null;
    throw error;
  }
}
