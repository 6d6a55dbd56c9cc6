import { parse, Renderer, type Tokens } from 'marked';

/** Wide tables scroll by themselves, also by keyboard, and leave the page where it is. */
class ReportRenderer extends Renderer {
  override table(token: Tokens.Table): string {
    return `<div class="scroll" tabindex="0">${super.table(token)}</div>\n`;
  }
}

/** The card's Markdown as HTML; it is only as safe as what stands in it, so foreign text must be plainText. */
export function renderMarkdown(markdown: string): string {
  return parse(markdown, { async: false, gfm: true, renderer: new ReportRenderer() });
}
