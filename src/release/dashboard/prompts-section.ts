import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { renderPromptData, shownCharacters } from './make-prompt-data.ts';
import type { PromptData } from './prompt-data.ts';

/** Orders of the table: the page script's values and their names. */
const orders = [
  ['rank', 'Best first'],
  ['rank-down', 'Last first'],
  ['answers-down', 'Most answers first'],
  ['agreement-down', 'Most agreed first'],
  ['agreement', 'Most disputed first'],
] as const;

/** The table of ranked prompts and its controls as HTML, which the page's script fills; empty without prompts. */
export function renderPromptsSection(data: PromptData): string {
  if (data.rows.length === 0) return '';
  const [from, to] = data.scale;
  return [
    `<p class="muted">All ${countOf(data.rows.length, 'ranked prompt')}; texts are cut after ${shownCharacters} characters, and searched as far. The dataset has the whole of them, with every answer. The bar below a score is its 95 % interval; prompts of one tier can't be told apart.</p>`,
    '<noscript><p class="notice">The table needs JavaScript; nothing is loaded for it, it is all in this page.</p></noscript>',
    '<div class="controls" role="search" aria-label="Ranked prompts" hidden>',
    '<label class="find">Search <input id="find" type="search" autocomplete="off" spellcheck="false" placeholder="Words in the prompt ( / )"></label>',
    renderSelect('source', 'Source', data.sources),
    renderSelect('kind', 'Kind', data.kinds),
    renderSelect('tier', 'Tier', data.tiers),
    `<fieldset class="range"><legend>Score</legend>${renderNumber('from', 'from', data.scale)}<span aria-hidden="true">–</span>${renderNumber('to', 'to', [from, to])}</fieldset>`,
    `<label>Order <select id="order">${orders.map(([value, name]) => `<option value="${value}">${name}</option>`).join('')}</select></label>`,
    '<button type="button" id="reset">Show all</button>',
    '</div>',
    '<p id="shown" class="shown" role="status"></p>',
    '<table class="ranking" id="ranking" hidden>',
    '<caption class="hidden">Ranked prompts</caption>',
    `<thead><tr>${header('rank', 'Rank')}<th scope="col">Prompt</th><th scope="col">Score</th><th scope="col" class="wide">Tier</th>${header('answers', 'Answers', 'wide')}${header('agreement', 'Agreement', 'wide')}</tr></thead>`,
    '<tbody id="rows"></tbody>',
    '</table>',
    '<nav class="pager" id="pager" aria-label="Pages of prompts" hidden>',
    '<button type="button" id="first">First</button><button type="button" id="previous">Previous</button>',
    '<span id="page"></span>',
    '<button type="button" id="next">Next</button><button type="button" id="last">Last</button>',
    `<label>Rows <select id="size">${[25, 50, 100].map((size) => `<option>${size}</option>`).join('')}</select></label>`,
    '</nav>',
    `<script type="application/json" id="data">${renderPromptData(data)}</script>`,
  ].join('\n');
}

/** Leaves out a filter with fewer than two choices. */
function renderSelect(id: string, label: string, names: readonly string[]): string {
  if (names.length < 2) return '';
  const sorted = names.map((name, place) => ({ name, place }));
  if (id !== 'tier') sorted.sort((a, b) => (a.name < b.name ? -1 : 1));
  const options = sorted.map(({ name, place }) => `<option value="${place}">${escapeXml(name)}</option>`);
  return `<label>${label} <select id="${id}"><option value="">all</option>${options.join('')}</select></label>`;
}

function renderNumber(id: string, label: string, [from, to]: PromptData['scale']): string {
  return `<input id="${id}" type="number" inputmode="decimal" aria-label="Score ${label}" min="${from}" max="${to}" step="any" placeholder="${id === 'from' ? from : to}">`;
}

function header(order: string, name: string, className = ''): string {
  return `<th scope="col"${className === '' ? '' : ` class="${className}"`}><button type="button" data-order="${order}">${name}</button></th>`;
}
