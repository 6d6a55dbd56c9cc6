/** Text between tags or in quotes, of XML and HTML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => `&#${char.codePointAt(0) ?? 0};`);
}
