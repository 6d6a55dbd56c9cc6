import { reportStyle } from '../report/style.ts';

/** The page's style sheet: the report's, wider, plus what only this page needs. */
export function dashboardStyle(): string {
  return `${reportStyle()}
:root{--soft:color-mix(in srgb,var(--accent) 7%,var(--page));--edge:color-mix(in srgb,var(--muted) 45%,var(--page))}
body{max-width:76rem}
[hidden]{display:none!important}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.muted{color:var(--muted);font-size:.9rem}
.as-of{margin-bottom:0}
header .lead{margin-bottom:1.25rem}
.links{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 1.25rem}
.button,button{display:inline-block;padding:.5rem .95rem;border:1px solid var(--edge);border-radius:.45rem;background:var(--page);color:var(--text);
  font:inherit;font-size:.925rem;font-weight:500;line-height:1.4;text-decoration:none;cursor:pointer}
.button.main{border-color:var(--accent);background:var(--accent);color:var(--page)}
.button:hover,button:hover{border-color:var(--accent)}
button[aria-disabled=true]{color:var(--muted);border-color:var(--line);cursor:default}
#progress{padding:1.75rem;border:1px solid var(--line);border-radius:.75rem;background:var(--soft)}
#progress h2{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)}
#progress h3{margin:1.75rem 0 .75rem}
#progress .tiles{grid-template-columns:repeat(6,1fr);margin:1.75rem 0 0}
.complete{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1rem;margin-bottom:.9rem}
.complete p{margin:0}
.share{font-size:1.25rem}
.share strong{margin-right:.15em;font-size:clamp(2.5rem,2rem + 2.5vw,3.5rem);font-weight:650;letter-spacing:-.03em;line-height:1.05;font-variant-numeric:tabular-nums}
.count{color:var(--muted)}
.stack{display:block;width:100%;height:1.4rem;border-radius:.35rem;background:var(--line)}
.thin{display:block;width:100%;height:.35rem;border-radius:.2rem;background:var(--line)}
svg.stack,svg.thin{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.part-0{--part:color-mix(in srgb,var(--muted) 30%,var(--page))}
.part-1{--part:color-mix(in srgb,var(--accent) 32%,var(--page))}
.part-2{--part:color-mix(in srgb,var(--accent) 52%,var(--page))}
.part-3{--part:color-mix(in srgb,var(--accent) 72%,var(--page))}
.part-all{--part:var(--accent)}
.fill{fill:var(--part);stroke:var(--soft);stroke-width:1px}
.thin .fill{stroke:none}
.legend{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;max-width:none;margin:.75rem 0 0;padding:0;list-style:none;font-size:.9rem;color:var(--muted)}
.legend li{margin:0}
.legend b,.leaders b{color:var(--text);font-weight:600;font-variant-numeric:tabular-nums}
.key{display:inline-block;width:.75rem;height:.75rem;margin-right:.15rem;border-radius:.2rem;background:var(--part);
  print-color-adjust:exact;-webkit-print-color-adjust:exact}
.waves{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.75rem 1.5rem;max-width:none;margin:0 0 .75rem;padding:0;list-style:none;font-size:.9rem}
.waves li{display:grid;grid-template-columns:1fr auto;gap:.25rem;margin:0}
.waves svg{grid-column:1/-1}
.waves .of{color:var(--muted);font-variant-numeric:tabular-nums}
.beside{display:grid;grid-template-columns:minmax(0,50rem) minmax(14rem,1fr);gap:0 3rem}
.beside>:only-child{grid-column:1/-1}
.words{font-size:.95rem}
.words ul{padding-left:1.1rem}
.leaders{margin:0 0 1rem;padding:0;list-style:none;font-size:.95rem}
.leaders li{display:grid;grid-template-columns:1.9rem minmax(0,1fr) auto;gap:.2rem .25rem;margin:0 0 .7rem;line-height:1.35;break-inside:avoid}
.leaders .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.leaders svg{grid-column:2/-1}
.controls{display:flex;flex-wrap:wrap;align-items:flex-end;gap:.75rem 1rem;margin:0 0 1rem}
.controls label,.range legend,.pager label{color:var(--muted);font-size:.85rem}
.controls label{display:flex;flex-direction:column;gap:.2rem;min-width:0}
.controls .find{flex:1 1 17rem}
.range{display:flex;align-items:center;gap:.35rem;min-width:0;margin:0;padding:0;border:0}
.range legend{margin-bottom:.2rem;padding:0;line-height:1.6}
input,select{max-width:100%;padding:.45rem .6rem;border:1px solid var(--edge);border-radius:.45rem;background:var(--page);color:var(--text);font:inherit;font-size:.95rem;line-height:1.4}
.controls select{max-width:14rem;text-overflow:ellipsis}
input::placeholder{color:var(--muted);opacity:1}
.range input{width:4.6rem}
.shown{margin:0 0 .5rem;color:var(--muted);font-size:.9rem;font-variant-numeric:tabular-nums}
.ranking{table-layout:fixed;overflow-wrap:anywhere;font-size:.95rem}
.ranking th,.ranking td{padding:.7rem .6rem;white-space:normal;vertical-align:top}
.ranking th{vertical-align:bottom;font-size:.85rem}
.ranking th:nth-child(1),.ranking td:nth-child(1){width:4.75rem;min-width:0;padding-left:0;color:var(--muted)}
.ranking th:nth-child(2),.ranking td:nth-child(2){text-align:left}
.ranking th:nth-child(3),.ranking td:nth-child(3){width:11.5rem;text-align:left}
.ranking th:nth-child(4),.ranking td:nth-child(4){width:4rem}
.ranking th:nth-child(5),.ranking td:nth-child(5){width:5.75rem}
.ranking th:nth-child(6),.ranking td:nth-child(6){width:7rem}
.ranking th button{padding:0;border:0;border-radius:.2rem;background:none;color:inherit;font-size:inherit;font-weight:600}
.ranking th button:hover{color:var(--accent)}
.ranking th[aria-sort] button{color:var(--text)}
.ranking th[aria-sort=ascending] button::after{content:" ↑"}
.ranking th[aria-sort=descending] button::after{content:" ↓"}
.ranking .text{margin:0 0 .25rem;unicode-bidi:isolate}
.ranking .narrow{display:none}
.interval{margin-left:.4rem}
.range-bar{display:block;width:100%;height:.5rem;margin-top:.4rem;border-radius:.25rem;background:var(--line);overflow:visible;
  print-color-adjust:exact;-webkit-print-color-adjust:exact}
.range-bar .band{fill:color-mix(in srgb,var(--accent) 55%,var(--page))}
.range-bar .dot{fill:var(--accent)}
.none td{padding:2rem 0;color:var(--muted);text-align:left}
.pager{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin-top:1.25rem}
.pager span{padding:0 .5rem;color:var(--muted);font-variant-numeric:tabular-nums}
.pager label{margin-left:auto}
footer{margin-top:3rem;padding-top:1.5rem;border-top:1px solid var(--line)}
footer p{margin:0}
@media (max-width:66rem){
#progress .tiles{grid-template-columns:repeat(3,1fr)}
.beside{display:block}
.leaders{columns:2 16rem;column-gap:2.5rem}
}
@media (max-width:48rem){
.ranking .wide{display:none}
.ranking .narrow{display:inline}
.ranking th:nth-child(3),.ranking td:nth-child(3){width:9rem}
}
@media (max-width:40rem){
#progress .tiles{grid-template-columns:repeat(2,1fr)}
#progress{margin-left:-.25rem;margin-right:-.25rem;padding:1.1rem 1rem}
.legend{gap:.3rem 1rem}
.controls label,.range{flex:1 1 8rem}
.controls .find{flex-basis:100%}
.controls select{width:100%;max-width:none}
.range input{flex:1;min-width:0}
.ranking thead{display:none}
.ranking,.ranking tbody,.ranking tr,.ranking td{display:block}
.ranking tr{position:relative;padding:.9rem 0 .9rem 2.75rem;border-bottom:1px solid var(--line)}
.ranking td,.ranking td:nth-child(n){width:auto;padding:0;border:0}
.ranking td:first-child{position:absolute;left:0;top:.95rem}
.ranking td.wide{display:none}
.ranking .facts{margin-bottom:.4rem}
.ranking tr.none{padding-left:0}
.pager{justify-content:center}
.pager label{margin:0}
.pager button{flex:1 1 auto}
.pager span{flex-basis:100%;order:-1;text-align:center}
}
@media print{
#progress .tiles{grid-template-columns:repeat(6,1fr)}
.words{columns:2;break-inside:avoid}
.controls,.pager,.links,.shown:empty{display:none}
#progress{background:none;break-inside:avoid}
.fill{stroke:none}
.beside{display:block}
.leaders{columns:3}
.ranking{font-size:8.5pt}
.ranking .facts,.ranking .interval{font-size:7.5pt}
.ranking .score strong{font-size:9.5pt}
.ranking tr{break-inside:avoid}
.ranking th,.ranking td{padding:.35rem .4rem}
}
`;
}
