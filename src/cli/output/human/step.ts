import type { ChalkInstance } from 'chalk';
import type { Step } from '../../../model.ts';

const signs = { create: '+', update: '~', keep: '=', delete: '-', publish: '+', restart: '~', refuse: '!' } as const;

/** One step of a plan in words for people. */
export function renderStep({ action, target, why }: Step, paint?: ChalkInstance): string {
  const sign = signs[action];
  const line = `  ${sign} ${action.padEnd(7)} ${target}: ${why}`;
  if (paint === undefined) return line;
  const color = { '+': paint.green, '~': paint.yellow, '=': paint.dim, '-': paint.red, '!': paint.red }[sign];
  return color(line);
}
