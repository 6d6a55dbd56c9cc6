import { doctor, type DoctorOptions } from '../../campaign/doctor.ts';
import type { Context } from '../context.ts';
import { toDoctorData, toDoctorFailure } from '../output/json/doctor.ts';
import { renderDoctor } from '../output/human/doctor.ts';
import { stdoutStyle } from '../terminal/style.ts';

/** Says what is wrong with the campaign and how to fix it. Throws as long as something is wrong. */
export async function runDoctor(context: Context, options: DoctorOptions): Promise<void> {
  const result = await doctor(await context.openFolder(), options, context.emit);
  const failure = toDoctorFailure(result);
  const style = stdoutStyle(context.io, context.globals);
  // A failure carries all checks for programs; people get the list first, and the sentence below it.
  if (failure === null || context.globals.json !== true)
    context.reporter.answer('doctor', toDoctorData(result), () => renderDoctor(result, options, style));
  if (failure !== null) throw failure;
}
