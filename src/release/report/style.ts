import { type ChartTheme, fontFamily, themes } from '../../lib/charts/theme.ts';

/** The page has the colours of its charts, so that chart edges don't show. */
function colours({ background, text, mutedText, grid, accent }: ChartTheme): string {
  return `--page:${background};--text:${text};--muted:${mutedText};--line:${grid};--accent:${accent}`;
}

/** The report's style sheet: light or dark like the reader's system, light in print. */
export function reportStyle(): string {
  return `
:root{color-scheme:light dark;${colours(themes.light)};--light:block;--dark:none}
@media (prefers-color-scheme:dark){:root{${colours(themes.dark)};--light:none;--dark:block}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:60rem;padding:3.5rem 1.5rem 5rem;background:var(--page);color:var(--text);
  font:1rem/1.6 ${fontFamily};overflow-wrap:anywhere}
h1,h2,h3{line-height:1.2;text-wrap:balance;letter-spacing:-.01em}
h1{margin:.25rem 0 1rem;font-size:clamp(1.9rem,1.4rem + 2.4vw,2.75rem);letter-spacing:-.02em}
h2{margin:0 0 1.25rem;font-size:1.5rem}
h3{margin:2.5rem 0 .75rem;font-size:1.1rem}
p,ul{margin:0 0 1rem;max-width:44rem}
ul{padding-left:1.2rem}
li{margin-bottom:.4rem}
a{color:var(--accent)}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.kind{margin:0;color:var(--muted);font-size:.8rem;font-weight:600;letter-spacing:.08em;text-transform:uppercase}
.lead{color:var(--muted);font-size:1.125rem}
.lead:empty{display:none}
.notice{padding:.75rem 1rem;border-left:4px solid var(--accent);background:color-mix(in srgb,var(--accent) 9%,transparent)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1px;margin:2rem 0;padding:1px;
  background:var(--line);border-radius:.5rem;overflow:hidden}
.tiles div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.9rem 1rem;background:var(--page)}
.tiles dd{margin:0;font-size:1.6rem;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles dt{color:var(--muted);font-size:.85rem;line-height:1.35}
nav{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin-top:1.75rem;font-size:.925rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
section{margin-top:3rem;padding-top:2.5rem;border-top:1px solid var(--line)}
.prompts{margin:0;padding:0;list-style:none}
.prompts li{display:grid;grid-template-columns:2.75rem minmax(0,1fr) 12rem;gap:0 1rem;margin:0;padding:1rem 0;
  border-bottom:1px solid var(--line);break-inside:avoid}
.prompts li:first-child{padding-top:0}
.prompts li:last-child{border-bottom:0}
.prompts p{max-width:none}
.rank{color:var(--muted);font-variant-numeric:tabular-nums}
.text{margin:0 0 .25rem}
.facts{margin:0;color:var(--muted);font-size:.85rem}
.score{font-variant-numeric:tabular-nums;white-space:nowrap}
.score strong{font-size:1.15rem}
.interval{margin-left:.35rem;color:var(--muted);font-size:.85rem}
.bar{display:block;position:relative;height:.5rem;margin-top:.35rem;border-radius:.25rem;background:var(--line);
  print-color-adjust:exact;-webkit-print-color-adjust:exact}
.band,.dot{position:absolute;top:0;height:100%;border-radius:.25rem;background:var(--accent)}
.band{min-width:2px;opacity:.45}
.dot{width:.5rem;margin-left:-.25rem}
.chart{margin:0 -1rem 1rem;overflow-x:auto}
.light{display:var(--light)}
.dark{display:var(--dark)}
.chart img{width:100%;min-width:42rem;max-width:50rem;height:auto}
.scroll{margin:0 0 1rem;overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9rem;line-height:1.4;overflow-wrap:normal}
th,td{padding:.5rem .6rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;white-space:nowrap;
  font-variant-numeric:tabular-nums;unicode-bidi:isolate}
th{color:var(--muted);font-weight:600;vertical-align:bottom;white-space:normal}
th:first-child,td:first-child{min-width:11.5rem;padding-left:0;text-align:left;white-space:normal}
th:last-child,td:last-child{padding-right:0}
.scroll:focus-visible,.chart:focus-visible{outline-offset:-2px}
details{margin:0 0 2rem}
summary{margin-bottom:.5rem;color:var(--muted);font-size:.9rem;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:40rem){
body{padding:2rem 1rem 3rem}
section{margin-top:2rem;padding-top:2rem}
.tiles{grid-template-columns:repeat(2,1fr)}
.prompts li{grid-template-columns:2rem minmax(0,1fr);gap:.5rem .75rem}
.score{grid-column:2}
th:first-child,td:first-child{min-width:8rem}
}
@page{margin:16mm 15mm}
@media print{
:root{color-scheme:light;${colours(themes.light)};--light:block;--dark:none}
body{max-width:none;padding:0;font-size:10pt}
p,ul{max-width:none}
nav{display:none}
h1{font-size:24pt}
h2,h3{break-after:avoid}
section{margin-top:1.5rem;padding-top:1.5rem}
.chart,tr,.tiles{break-inside:avoid}
.tiles{grid-template-columns:repeat(6,1fr);gap:1rem;background:none}
.tiles div{padding:0}
.scroll,.chart{overflow:visible}
.chart{margin:0 0 1rem}
.chart img{min-width:0;max-width:36rem}
details:not([open]){display:none}
table{font-size:7.5pt}
th,td{padding:.3rem .35rem}
th:first-child,td:first-child{min-width:0}
}
`;
}
