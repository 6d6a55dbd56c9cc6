/** Lets people reach an element with the Tab key while it has more than it shows, so that they can scroll it. */
export function makeScrollable(element: HTMLElement): void {
  const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
  if (scrolls) element.tabIndex = 0;
  else element.removeAttribute('tabindex');
}
