/**
 * Tells the style whether a mouse points at something. Touch screens keep `:hover` on what was tapped, and a mouse that
 * has just answered still rests on the value: either would suggest that value for the next prompt.
 */
export function watchPointer(): void {
  addEventListener('pointermove', ({ pointerType }) => {
    if (pointerType === 'mouse') document.documentElement.dataset.pointer = 'mouse';
    else forgetPointer();
  });
  addEventListener('pointerdown', ({ pointerType }) => {
    if (pointerType !== 'mouse') forgetPointer();
  });
}

/** Nothing is shown as pointed at until the mouse moves again. */
export function forgetPointer(): void {
  delete document.documentElement.dataset.pointer;
}
