import { find, get } from './elements.ts';
import type { Order, View } from './view.ts';

const filters = ['find', 'source', 'kind', 'tier', 'from', 'to'] as const;
const orders: readonly Order[] = ['rank', 'rank-down', 'answers-down', 'agreement-down', 'agreement', 'answers'];

/** The state of the controls, at the first page. */
export function readView(): View {
  return {
    words: get('find', HTMLInputElement).value,
    source: readChoice('source'),
    kind: readChoice('kind'),
    tier: readChoice('tier'),
    from: readNumber('from'),
    to: readNumber('to'),
    order: readOrder(),
    page: 0,
    size: Number(get('size', HTMLSelectElement).value),
  };
}

/** Clears all filters and keeps the order. */
export function clearFilters(): void {
  for (const id of filters) {
    const control = document.getElementById(id);
    if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = '';
  }
}

/** Calls back when a filter, the order or the page size changes. */
export function listenToControls(onChange: () => void): void {
  for (const id of [...filters, 'order', 'size']) {
    const control = document.getElementById(id);
    control?.addEventListener(control instanceof HTMLSelectElement ? 'change' : 'input', onChange);
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('th button')) {
    button.addEventListener('click', () => {
      get('order', HTMLSelectElement).value = nextOrder(button.dataset['order'] ?? '', readOrder());
      onChange();
    });
  }
}

/** Marks the column that rows are sorted by. */
export function showOrder(order: Order): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('th button')) {
    const isSorted = order.replace('-down', '') === button.dataset['order'];
    const direction = order.endsWith('-down') ? 'descending' : 'ascending';
    if (isSorted) button.closest('th')?.setAttribute('aria-sort', direction);
    else button.closest('th')?.removeAttribute('aria-sort');
  }
}

/** The best or highest come first; a second press reverses the order. */
function nextOrder(column: string, order: Order): Order {
  const usual = column === 'rank' ? 'rank' : `${column}-down`;
  const turned = column === 'rank' ? 'rank-down' : column;
  return toOrder(order === usual ? turned : usual);
}

function readOrder(): Order {
  return toOrder(get('order', HTMLSelectElement).value);
}

function toOrder(value: string): Order {
  return orders.find((order) => order === value) ?? 'rank';
}

function readChoice(id: string): number | null {
  const value = find(id, HTMLSelectElement)?.value ?? '';
  return value === '' ? null : Number(value);
}

function readNumber(id: string): number | null {
  const { valueAsNumber } = get(id, HTMLInputElement);
  return Number.isNaN(valueAsNumber) ? null : valueAsNumber;
}
