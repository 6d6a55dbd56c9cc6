import { type Area, type Check, type DoctorOptions, type DoctorResult } from '../../../campaign/doctor.ts';
import { countOf } from '../../../lib/text/numbers.ts';
import { printable } from '../../../lib/text/text.ts';
import { listFindings } from '../json/doctor.ts';
import { renderStep } from './step.ts';
import type { TerminalStyle } from '../../terminal/style.ts';
import { keepWhole, wrapText } from '../../terminal/wrap.ts';

const titles: Readonly<Record<Area, string>> = {
  machine: 'This machine',
  campaign: 'The folder',
  hub: 'The Hub',
  space: 'The Space',
  argilla: 'Argilla',
  raters: 'Raters',
  backup: 'The backup',
};

/** Checks by area, findings first, each with its fix below; then the totals. */
export function renderDoctor(
  result: DoctorResult,
  { dryRun }: Pick<DoctorOptions, 'dryRun'>,
  style: TerminalStyle,
): string {
  const { checks, repairs } = result;
  const shown = [...new Set(checks.map(({ area }) => area))];
  const groups = shown.map((area) => {
    const own = checks.filter((check) => check.area === area).toSorted((a, b) => rank(a) - rank(b));
    return [style.paint.bold(titles[area]), ...own.map((check) => renderCheck(check, style))].join('\n');
  });
  const repaired =
    repairs.length === 0
      ? []
      : [
          [
            style.paint.bold(dryRun ? 'Would be mended' : 'Mended'),
            ...repairs.map((step) => renderStep(step, style.paint)),
          ].join('\n'),
        ];
  return [...groups, ...repaired, renderCount(checks, style)].join('\n\n');
}

function rank({ ok }: Check): number {
  return ok === false ? 0 : ok === null ? 1 : 2;
}

function renderCheck(check: Check, style: TerminalStyle): string {
  const { name, ok, why, fix } = check;
  const { paint } = style;
  const paintSign = ok === null ? paint.yellow : ok ? paint.green : paint.red;
  const label = `${name.replaceAll('_', ' ')}: `;
  const lines = [hang(`${label}${why}`, style)];
  if (fix !== null) lines.push(hang(keepWhole(fix), style, `${style.unicode ? '→' : '->'} `));
  const [first = '', ...rest] = lines;
  const named = first.replace(label.trimEnd(), ok === true ? paint.dim(label.trimEnd()) : paint.bold(label.trimEnd()));
  return [`  ${paintSign(signOf(ok, style))} ${named}`, ...rest.map((line) => `    ${line}`)].join('\n');
}

function signOf(ok: boolean | null, { unicode }: TerminalStyle): string {
  if (ok === null) return '?';
  if (unicode) return ok ? '✓' : '✗';
  return ok ? '+' : 'x';
}

/**
 * A text below a sign: all lines but the first are indented as far. It may contain names from outside, and no line may
 * become a CI command, not even after wrapping.
 */
function hang(text: string, { width }: TerminalStyle, lead = ''): string {
  const indent = 4 + lead.length;
  const lines = text
    .split('\n')
    .flatMap((line) => wrapText(printable(line), width - indent).split('\n'))
    .map((line) => printable(line));
  return `${lead}${lines.join(`\n${' '.repeat(indent)}`)}`;
}

function renderCount(checks: readonly Check[], { paint }: TerminalStyle): string {
  const findings = listFindings(checks).length;
  const unknown = checks.filter(({ ok }) => ok === null).length;
  const rest = unknown === 0 ? '' : ` (${unknown} could not be looked at)`;
  const line = `${countOf(checks.length, 'check')}, ${countOf(findings, 'finding')}${rest}`;
  return findings === 0 ? paint.green(line) : paint.red(line);
}
