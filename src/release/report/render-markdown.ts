import { parse, Renderer, type Tokens } from 'marked';

/** Makes wide tables scroll on their own, also by keyboard, without moving the page. */
class ReportRenderer extends Renderer {
  override table(token: Tokens.Table): string {
    return `<div class="scroll" tabindex="0">${super.table(token)}</div>\n`;
  }
}

/** Converts the card's Markdown to HTML without sanitizing it, so foreign text in it must come from `plainText`. */
export function renderMarkdown(markdown: string): string {
  return parse(markdown, { async: false, gfm: true, renderer: new ReportRenderer() });
}
