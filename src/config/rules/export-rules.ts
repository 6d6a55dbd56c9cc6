import { defaults } from '../defaults.ts';
import { brokenRule } from './survey.ts';
import type { Rule } from './survey.ts';

/** No prompt can score outside the question's scale. */
export const topScoreIsOnTheScale: Rule = ({ config, isSound }) => {
  const top = config.publish?.exports?.top;
  const score = typeof top === 'object' ? top.score : undefined;
  if (score === undefined || !isSound('task', 'question', 'values')) return [];
  const values = (config.task?.question?.values ?? defaults.task.question.values).flatMap((value) => value ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (score >= low && score <= high) return [];
  const problem = `is ${score}, and the question's scale goes from ${low} to ${high}`;
  return [brokenRule(['publish', 'exports', 'top', 'score'], problem, 'choose a score on the scale')];
};

export const exportRules: readonly Rule[] = [topScoreIsOnTheScale];
