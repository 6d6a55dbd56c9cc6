import { stringify } from 'yaml';
import { UsageError } from '../lib/errors.ts';
import { renderFault } from './faults/fault.ts';
import { examineConfig } from './parse-config.ts';

/** Where raters work: the embedded server, an Argilla server by URL, or a Space `owner/name`. */
export type TargetEdit = 'local' | { url: string } | { space: string };

/** What `init` may change in a preset's prank.yaml. */
export interface ConfigEdits {
  name?: string | undefined;
  /** Default: the preset's target. */
  target?: TargetEdit | undefined;
}

/**
 * Edits the text and keeps its comments, except those inside a replaced argilla section: they describe another target.
 * Throws UsageError `option_invalid` if the result is not a valid config.
 */
export function editConfig(text: string, { name, target }: ConfigEdits): string {
  const named = name === undefined ? text : text.replace(nameValue, () => `name: ${oneLine(name)}`);
  const edited = target === undefined ? named : setTarget(named, target);
  const { faults } = examineConfig(edited);
  if (faults.length === 0) return edited;
  throw new UsageError('option_invalid', faults.map((fault) => renderFault('prank.yaml', fault)).join('\n'), {
    details: { faults },
  });
}

// All presets have these forms; their test changes each preset.
const nameValue = /^name: [^\s#]+/m;
const argillaSection = /^argilla:\n(?:[ \t]+\S.*\n)+/m;

function setTarget(text: string, target: TargetEdit): string {
  const line = targetLine(target);
  const [section = ''] = argillaSection.exec(text) ?? [];
  if (section.includes(`\n  ${line}`)) return text;
  return text.replace(argillaSection, () => `argilla:\n  ${line}\n`);
}

function targetLine(target: TargetEdit): string {
  if (target === 'local') return 'local: true';
  return 'url' in target ? `url: ${oneLine(target.url)}` : `space: ${oneLine(target.space)}`;
}

function oneLine(value: string): string {
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN', blockQuote: false }).trim();
}
