/** Colours of a chart, `#rrggbb`. The background is opaque, so that a chart is readable on any page. */
export interface ChartTheme {
  background: string;
  /** Titles and figures. */
  text: string;
  /** Axis labels and similar. */
  mutedText: string;
  grid: string;
  /** The chart's main subject. */
  accent: string;
  /** Everything else. */
  muted: string;
  /** From the low end over the middle to the high end of a scale; distinguishable without seeing red or green. */
  diverging: readonly string[];
}

export type ThemeName = 'light' | 'dark';

export const themes = {
  light: {
    background: '#ffffff',
    text: '#1f2328',
    mutedText: '#59636e',
    grid: '#e4e7eb',
    accent: '#1a62b0',
    muted: '#8b95a1',
    diverging: ['#b35900', '#efbf86', '#e3e6ea', '#8fbbe8', '#1a5fa8'],
  },
  dark: {
    background: '#0d1117',
    text: '#e6edf3',
    mutedText: '#9da7b3',
    grid: '#262c36',
    accent: '#6cb0f5',
    muted: '#6b7683',
    diverging: ['#f0984a', '#8f5a26', '#3b434d', '#32649b', '#7cbcff'],
  },
} satisfies Record<ThemeName, ChartTheme>;

/** Images are drawn with the first font; the others are for browsers that lack it. */
export const fontFamily = 'Inter, system-ui, Helvetica, Arial, sans-serif';
