/** A chart as drawn. */
export interface ChartImages {
  svg: string;
  /** At twice the size of the SVG. */
  png: Uint8Array;
}
