/** Creates an element. Strings are inserted as text, never as markup. */
export function make(tag: string, className: string, content: string | readonly (Node | string)[] = ''): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (typeof content === 'string') element.textContent = content;
  else element.append(...content);
  return element;
}

/** null if the page has no such element, such as a filter that would filter nothing. */
export function find<T extends HTMLElement>(id: string, type: new () => T): T | null {
  const element = document.getElementById(id);
  return element instanceof type ? element : null;
}

/** Throws if the page has no such element. */
export function get<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = find(id, type);
  if (element === null) throw new Error(`The page has no #${id}.`);
  return element;
}
