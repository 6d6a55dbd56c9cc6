import { get } from './elements.ts';

/** `/` moves the focus to the search field, Escape clears it. */
export function listenToKeys(onChange: () => void): void {
  const search = get('find', HTMLInputElement);
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || search.value === '') return;
    event.preventDefault();
    search.value = '';
    onChange();
  });
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}
