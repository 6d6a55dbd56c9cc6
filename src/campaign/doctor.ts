import type { Emit, Step } from '../model.ts';
import type { Check } from './doctor/check.ts';
import type { Examiner } from './doctor/examiner.ts';
import type { CampaignFolder } from './open/types.ts';
import { examine } from './doctor/examine.ts';
import { applyRepairs, planRepairs } from './doctor/repair.ts';

export type { Area, Check } from './doctor/check.ts';

export interface DoctorOptions {
  /** Username of a person to check; null = nobody in particular. */
  rater?: string | null;
  /** Fix what can be fixed without loss. */
  repair?: boolean;
  /** Plan the repairs without making them. */
  dryRun?: boolean;
}

export interface DoctorResult {
  /** By area; after a repair, the state after it. */
  checks: Check[];
  /** What was fixed, or would be fixed in a dry run. */
  repairs: Step[];
}

/**
 * Checks machine, folder, Hub, Space, server, raters and backup, and says what is wrong and how to fix it. With
 * `repair` it makes the safe repairs: they lose nothing and can be repeated. Without it nothing is changed.
 */
export async function doctor(
  folder: CampaignFolder,
  { rater = null, repair = false, dryRun = false }: DoctorOptions = {},
  emit: Emit = folder.emit,
): Promise<DoctorResult> {
  const examiner: Examiner = { folder, clocks: new Map() };
  const first = await examine(examiner, { rater }, emit);
  const steps = repair ? planRepairs(first) : [];
  const repairs = steps.map(({ action, target, why }) => ({ action, target, why }));
  if (dryRun || steps.length === 0 || first.campaign === null) return { checks: first.checks, repairs };
  await applyRepairs(examiner, first.campaign, first, steps, emit);
  const { checks } = await examine(examiner, { rater }, emit);
  return { checks, repairs };
}
