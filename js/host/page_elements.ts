/** An element of the page by its selector, or itself; null when there is none, or the selector is none. */
export function elementAt(target: string | Element | null | undefined): Element | null {
  if (typeof target !== 'string') return target ?? null;
  try {
    return document.querySelector(target);
  } catch {
    return null;
  }
}
