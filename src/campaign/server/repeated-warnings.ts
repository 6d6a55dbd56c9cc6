import type { Emit } from '../../model.ts';

/** Passes everything on, but each warning only once. */
export function withoutRepeatedWarnings(emit: Emit): Emit {
  const said = new Set<string>();
  return (event) => {
    if (event.type === 'warning' && said.has(event.text)) return;
    if (event.type === 'warning') said.add(event.text);
    emit(event);
  };
}
