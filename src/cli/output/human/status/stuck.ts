import type { StuckPrompt } from '../../../../campaign/status/stuck-prompts.ts';
import { countOf, showCount } from '../../../../lib/text/numbers.ts';
import { prankCommand } from '../../../../lib/text/shell-command.ts';
import { fitText } from '../../../terminal/fit-text.ts';
import type { TerminalStyle } from '../../../terminal/style.ts';
import { keepWhole, wrapText } from '../../../terminal/wrap.ts';
import { showTime } from '../../../../lib/time.ts';

const mostShown = 5;

/** Prompts that will not be finished at this rate, and why, for the worst of them. */
export function renderStuck(stuck: readonly StuckPrompt[], style: TerminalStyle): string {
  const { width, paint } = style;
  const more = stuck.length - mostShown;
  return [
    paint.bold(`${countOf(stuck.length, 'prompt')} ${stuck.length === 1 ? 'is' : 'are'} stuck`),
    ...stuck.slice(0, mostShown).flatMap((prompt) => [
      fitText(`${prompt.id.slice(0, 12)}  ${prompt.source}, wave ${prompt.wave}: ${prompt.prompt}`, width, style),
      ...wrapText(explainStuck(prompt), width - 2)
        .split('\n')
        .map((line) => `  ${line}`),
    ]),
    ...(more > 0 ? [`and ${countOf(more, 'more prompt')} (all of them: --json)`] : []),
    wrapText(adviseStuck(stuck), width),
  ].join('\n');
}

/** Why a prompt is stuck, one sentence. */
export function explainStuck({ reason, missing, answers, discarded, expected, since }: StuckPrompt): string {
  const short = `${countOf(missing, 'answer')} ${missing === 1 ? 'is' : 'are'} missing`;
  switch (reason) {
    case 'nobody_left':
      return `${short}, and not enough people are left who have not seen it (${showCount(answers)} answered, ${showCount(discarded)} discarded).`;
    case 'discarded':
      return `${countOf(discarded, 'person', 'people')} discarded it, ${answers === 0 ? 'nobody' : showCount(answers)} answered.`;
    case 'passed_by': {
      const usual = showCount(Math.round(expected));
      return `${short}; none came since ${since === null ? 'its wave began' : showTime(since)}, when about ${usual} were to be expected.`;
    }
  }
}

function adviseStuck(stuck: readonly StuckPrompt[]): string {
  const has = (reason: StuckPrompt['reason']): boolean => stuck.some((prompt) => prompt.reason === reason);
  return [
    ...(has('passed_by')
      ? [`Passed by: the search index may lack them, ${keepWhole(prankCommand('doctor', '--repair'))}.`]
      : []),
    ...(has('discarded') ? ['Discarded: look at the text; build.drop leaves such prompts out.'] : []),
    ...(has('nobody_left') ? ['Nobody left: more raters, or a lower task.overlap.'] : []),
  ].join(' ');
}
