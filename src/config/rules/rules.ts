import type { Finding } from '../faults/fault.ts';
import { buildRules } from './build-rules.ts';
import { exportRules } from './export-rules.ts';
import { mixRules } from './mix-rules.ts';
import { sourceRules } from './source-rules.ts';
import type { Rule, Survey } from './survey.ts';
import { targetRules } from './target-rules.ts';
import { taskRules } from './task-rules.ts';

const rules: readonly Rule[] = [
  ...sourceRules,
  ...buildRules,
  ...mixRules,
  ...taskRules,
  ...targetRules,
  ...exportRules,
];

/** Findings of all rules. */
export function findRuleFaults(survey: Survey): Finding[] {
  return rules.flatMap((rule) => rule(survey));
}
