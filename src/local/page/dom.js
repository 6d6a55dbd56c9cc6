// Small helpers for the document. Strings are always inserted as text, never as markup.

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

export function make(tag, text = '', attributes = {}) {
  const element = document.createElement(tag);
  if (text !== '') element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const screens = ['loading', 'sign-in', 'datasets', 'rating'];

/** Shows one screen and hides the others. */
export function showScreen(name) {
  for (const screen of screens) byId(`screen-${screen}`).hidden = screen !== name;
}

/** Shows a message at the top until it is cleared with ''. */
export function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
}

/** Announces a text to screen readers. */
export function announce(text) {
  byId('live').textContent = text;
}

/** `1 answer`, `2 answers`. */
export function count(number, noun) {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
