import type { PromptData } from '../prompt-data.ts';
import { make } from './elements.ts';
import { countOf, showCount, showFigure, showRange, showShare } from '../../../lib/text/numbers.ts';

const separator = ' · ';

/** A row of the table. Fields that have no column on narrow screens are shown with the prompt. */
export function renderRow({ rows, sources, kinds, tiers, scale }: PromptData, place: number): HTMLElement {
  const row = rows[place];
  if (row === undefined) throw new Error(`There is no row ${place}.`);
  const [prompt, source, kind, tierPlace, score, low, high, answers, agreementRatio] = row;
  const tier = tiers[tierPlace] ?? '–';
  const agreement = agreementRatio === null ? '–' : showShare(agreementRatio).replace(' ', '\u00A0');
  const text = make('p', 'text', prompt);
  text.dir = 'auto';
  const known = [kinds[kind] === 'unknown' ? undefined : kinds[kind], sources[source]].filter(
    (name) => name !== undefined,
  );
  const facts = [
    ...known.flatMap((name, index) => [...(index === 0 ? [] : [separator]), make('bdi', '', name)]),
    ...(tierPlace < 0 ? [] : [make('span', 'narrow', `${separator}tier ${tier}`)]),
    make('span', 'narrow', `${separator}${countOf(answers, 'answer')}`),
    ...(agreementRatio === null ? [] : [make('span', 'narrow', `${separator}${agreement} agreed`)]),
  ];
  return make('tr', '', [
    make('td', 'rank', showCount(place + 1)),
    make('td', '', [text, make('p', 'facts', facts)]),
    make('td', 'score', score === null ? '–' : renderScore(score, low, high, scale)),
    make('td', 'wide', tier),
    make('td', 'wide', showCount(answers)),
    make('td', 'wide', agreement),
  ]);
}

function renderScore(score: number, low: number | null, high: number | null, scale: PromptData['scale']): Node[] {
  const figure = make('strong', '', showFigure(score));
  if (low === null || high === null) return [figure];
  return [figure, make('span', 'interval', showRange(low, high)), renderInterval(score, low, high, scale)];
}

/** The interval on the scale. Sizes are attributes, because the page's content policy forbids inline styles. */
function renderInterval(score: number, low: number, high: number, [from, to]: PromptData['scale']): SVGElement {
  const place = (value: number): number => ((value - from) / (to - from)) * 100;
  const svg = makeSvg('svg', { class: 'range-bar', 'aria-hidden': 'true' });
  svg.append(
    makeSvg('rect', {
      class: 'band',
      x: `${place(low)}%`,
      width: `${Math.max(0.5, place(high) - place(low))}%`,
      height: '100%',
      rx: '4',
    }),
    makeSvg('circle', { class: 'dot', cx: `${place(score)}%`, cy: '50%', r: '4' }),
  );
  return svg;
}

function makeSvg(tag: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
