/** Escapes text for use between tags or in quotes, in XML and HTML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => `&#${char.codePointAt(0) ?? 0};`);
}
