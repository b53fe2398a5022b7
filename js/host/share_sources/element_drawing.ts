// Our own drawing of an element: a copy with its computed styles written out, in an SVG's foreignObject,
// as a picture. Such a picture loads nothing, so pictures, canvases and films inside are copied as pixels;
// background images, web fonts, shadow trees and ::before are left out.
import { fill, type Size } from './canvas_loop.js';
import { ShareError } from './share_source.js';

const kSvg = 'http://www.w3.org/2000/svg';

export class ElementDrawing {
  readonly #element: HTMLElement;
  readonly #initial: Map<string, string>;
  readonly #picture = new Image();

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#initial = initialStyles();
  }

  async draw(canvas: HTMLCanvasElement): Promise<void> {
    const { width, height } = this.#element.getBoundingClientRect();
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    // Hidden for the moment: the last drawing stays, but there has to be one.
    if (size.width * size.height === 0) {
      if (this.#picture.src) return;
      throw new ShareError('missing', 'The element has no area to be drawn.');
    }
    this.#picture.src = this.#svgOf(size);
    await this.#picture.decode();
    fill(canvas, this.#picture, size);
  }

  // As a data URL: a canvas refuses to be read after a picture with a foreignObject came from a blob.
  #svgOf({ width, height }: Size): string {
    const svg = document.createElementNS(kSvg, 'svg');
    svg.setAttribute('width', String(width));
    svg.setAttribute('height', String(height));
    const foreign = document.createElementNS(kSvg, 'foreignObject');
    foreign.setAttribute('width', '100%');
    foreign.setAttribute('height', '100%');
    const copy = this.#copy(this.#element);
    // Its place in the page is not its place in the picture.
    Object.assign(copy.style, { margin: '0', position: 'static', transform: 'none' });
    foreign.append(copy);
    svg.append(foreign);
    const text = new XMLSerializer().serializeToString(svg);
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  #copy(element: HTMLElement): HTMLElement {
    const copy = pixelsOf(element) ?? (element.cloneNode(false) as HTMLElement);
    copy.removeAttribute('id');
    copy.removeAttribute('class');
    // Not the attribute: a strict Content-Security-Policy lets scripts set styles, and no markup.
    copy.style.cssText = this.#styleOf(element);
    if (copy.localName !== element.localName || fillIn(element, copy)) return copy;
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
      else if (child instanceof HTMLElement && isDrawn(child)) copy.append(this.#copy(child));
      else if (child instanceof SVGElement) copy.append(child.cloneNode(true));
    }
    return copy;
  }

  // Against the styles that a browser has for a tag, everything begins at its initial value.
  #styleOf(element: HTMLElement): string {
    const computed = getComputedStyle(element);
    let text = 'all:initial';
    for (const name of computed) {
      const value = computed.getPropertyValue(name);
      if (value !== this.#initial.get(name) && !value.includes('url(')) text += `;${name}:${value}`;
    }
    return text;
  }
}

const isDrawn = ({ localName }: HTMLElement) =>
  !/^(script|style|template|noscript)$/.test(localName);

/** What each property is when nobody says anything of it. Only an element in the page has computed styles. */
function initialStyles(): Map<string, string> {
  const probe = document.createElement('span');
  probe.style.cssText = 'all:initial;display:none';
  document.documentElement.append(probe);
  const computed = getComputedStyle(probe);
  const initial = new Map([...computed].map((name) => [name, computed.getPropertyValue(name)]));
  probe.remove();
  initial.set('display', 'inline');
  return initial;
}

/** A picture of what cannot be copied as an element; undefined of what can. */
function pixelsOf(element: HTMLElement): HTMLElement | undefined {
  const size = sizeOf(element);
  if (!size) return undefined;
  const copy = new Image();
  try {
    const canvas = document.createElement('canvas');
    fill(canvas, element as HTMLImageElement, size);
    copy.src = canvas.toDataURL();
  } catch {
    // From elsewhere, or not loaded: its place stays empty.
  }
  return copy;
}

function sizeOf(element: HTMLElement): Size | undefined {
  if (element instanceof HTMLImageElement) {
    return { width: element.naturalWidth || 1, height: element.naturalHeight || 1 };
  }
  if (element instanceof HTMLVideoElement) {
    return { width: element.videoWidth || 1, height: element.videoHeight || 1 };
  }
  if (element instanceof HTMLCanvasElement) return { width: element.width, height: element.height };
  return undefined;
}

/** What a user has entered is no attribute yet. True when the copy is whole by that. */
function fillIn(element: HTMLElement, copy: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) {
    // What is hidden on the screen does not go out.
    const isSecret = element.type === 'password';
    copy.setAttribute('value', isSecret ? '•'.repeat(element.value.length) : element.value);
    if (isSecret) copy.setAttribute('type', 'text');
    copy.toggleAttribute('checked', element.checked);
  } else if (element instanceof HTMLTextAreaElement) {
    copy.textContent = element.value;
  } else if (element instanceof HTMLOptionElement) {
    copy.toggleAttribute('selected', element.selected);
  }
  return element instanceof HTMLTextAreaElement;
}
