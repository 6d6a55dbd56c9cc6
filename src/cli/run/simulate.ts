import { resolve } from 'node:path';
import type { OpenCampaign } from '../../campaign/open/types.ts';
import { simulate } from '../../campaign/simulate.ts';
import type { SimulateOptions } from '../../campaign/simulate/basis.ts';
import { UsageError } from '../../lib/errors.ts';
import { assertTableFile, writeTableFile } from '../../release/files/table-file.ts';
import type { Context } from '../context.ts';
import { forecastColumns, toForecastRow, toSimulationData } from '../output/json/simulation.ts';
import { renderSimulation } from '../output/human/simulation.ts';
import { stdoutStyle } from '../terminal/style.ts';

/** Simulates, and writes the designs to `out` if it is given. */
export async function runSimulate(
  context: Context,
  options: Partial<SimulateOptions>,
  out: string | null,
): Promise<void> {
  if (out !== null) assertTableFile(out);
  const result = await simulate(await openCampaignHere(context), { ...options, signal: context.signal }, context.emit);
  if (out !== null) {
    const designs = [...result.designs, ...(result.cut?.designs ?? [])];
    await writeTableFile(resolve(context.io.cwd, out), forecastColumns, designs.map(toForecastRow));
  }
  const style = stdoutStyle(context.io, context.globals);
  context.reporter.answer('simulate', toSimulationData(result), () => renderSimulation(result, style));
}

/** null if there is no campaign here, and none was named. */
async function openCampaignHere({ openCampaign, globals }: Context): Promise<OpenCampaign | null> {
  return openCampaign().catch((error: unknown) => {
    const isOptional = globals.config === undefined;
    if (isOptional && error instanceof UsageError && error.code === 'config_missing') return null;
    throw error;
  });
}
