import type { Check, DoctorResult } from '../../../campaign/doctor.ts';
import { countOf } from '../../../lib/text/numbers.ts';
import { PartialError, type PrankError, UnsafeError } from '../../../lib/errors.ts';
import { prankCommand } from '../../../lib/text/shell-command.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `doctor --json`, and `details` of its failure. */
export function toDoctorData({ checks, repairs }: DoctorResult): CommandData<'doctor'> {
  return {
    checks: checks.map(({ area, name, ok, why, fix }) => ({ area, name, ok, why, fix })),
    findings: listFindings(checks).length,
    repairs,
  };
}

export function listFindings(checks: readonly Check[]): Check[] {
  return checks.filter(({ ok }) => ok === false);
}

/** null = nothing was found. If answers are at stake, the exit code says so. */
export function toDoctorFailure(result: DoctorResult): PrankError | null {
  const findings = listFindings(result.checks);
  if (findings.length === 0) return null;
  const names = findings.map(({ name }) => name).join(', ');
  const message = `${countOf(findings.length, 'finding')}: ${names}.`;
  const isRepairable = findings.some(({ repair }) => repair !== null);
  const hint = isRepairable
    ? `${prankCommand('doctor', '--repair')} fixes what is safe to fix; the other findings say what to do.`
    : 'Each finding says how to fix it.';
  const details = toDoctorData(result);
  const isAtStake = findings.some(({ atStake }) => atStake);
  return isAtStake
    ? new UnsafeError('doctor_answers_at_risk', message, { hint, details })
    : new PartialError('doctor_findings', message, { hint, details });
}
