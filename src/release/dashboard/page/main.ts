import type { PromptData } from '../prompt-data.ts';
import { clearFilters, listenToControls, readView, showOrder } from './controls.ts';
import { get, make } from './elements.ts';
import { listenToKeys } from './keyboard.ts';
import { renderRow } from './render-row.ts';
import { plainView, selectRows, type View } from './view.ts';
import { showCount } from '../../../lib/text/numbers.ts';

const stored = document.getElementById('data');
if (stored !== null) {
  // The page and its data are made together.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  startTable(JSON.parse(stored.textContent ?? '') as PromptData);
}

/** Shows the table and connects the controls. */
function startTable(data: PromptData): void {
  let view = plainView;
  let places: number[] = [];
  let texts: readonly string[] = [];

  const update = (): void => {
    view = readView();
    if (view.words !== '' && texts.length === 0) texts = data.rows.map(([text]) => text.toLowerCase());
    places = selectRows(data, texts, view);
    show(data, places, view);
  };
  const turnTo = (page: number): void => {
    if (page < 0 || page >= countPages(places, view) || page === view.page) return;
    view = { ...view, page };
    show(data, places, view);
    get('shown', HTMLElement).scrollIntoView({ block: 'start' });
  };

  listenToControls(update);
  listenToKeys(update);
  get('reset', HTMLButtonElement).addEventListener('click', () => {
    clearFilters();
    update();
    get('find', HTMLInputElement).focus();
  });
  const pages = {
    first: () => 0,
    previous: () => view.page - 1,
    next: () => view.page + 1,
    last: () => countPages(places, view) - 1,
  };
  for (const [id, target] of Object.entries(pages)) {
    get(id, HTMLButtonElement).addEventListener('click', () => turnTo(target()));
  }
  for (const hidden of document.querySelectorAll<HTMLElement>('#prompts [hidden]')) hidden.hidden = false;
  update();
}

function show(data: PromptData, places: readonly number[], view: View): void {
  const start = view.page * view.size;
  const shown = places.slice(start, start + view.size);
  get('rows', HTMLElement).replaceChildren(
    ...(shown.length === 0 ? [renderNothing()] : shown.map((place) => renderRow(data, place))),
  );
  get('shown', HTMLElement).textContent = describe(data, places, start, shown.length);
  showOrder(view.order);
  const pages = countPages(places, view);
  get('pager', HTMLElement).hidden = data.rows.length <= 25;
  get('page', HTMLElement).textContent = `Page ${showCount(Math.min(view.page + 1, pages))} of ${showCount(pages)}`;
  // A disabled button would lose the focus.
  for (const id of ['first', 'previous']) setEnabled(id, view.page > 0);
  for (const id of ['next', 'last']) setEnabled(id, view.page < pages - 1);
}

function setEnabled(id: string, isEnabled: boolean): void {
  get(id, HTMLButtonElement).setAttribute('aria-disabled', String(!isEnabled));
}

function countPages(places: readonly number[], { size }: View): number {
  return Math.max(1, Math.ceil(places.length / size));
}

function describe({ rows }: PromptData, places: readonly number[], start: number, shown: number): string {
  if (places.length === 0) return 'No prompt fits.';
  const range = `${showCount(start + 1)} to ${showCount(start + shown)} of ${showCount(places.length)}`;
  return places.length === rows.length ? `Prompts ${range}` : `Prompts ${range} that fit, of ${showCount(rows.length)}`;
}

function renderNothing(): HTMLElement {
  const cell = make('td', '', 'No prompt fits. “Show all” takes the filters back.');
  cell.setAttribute('colspan', '6');
  return make('tr', 'none', [cell]);
}
