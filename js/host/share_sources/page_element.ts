// Any element of the page, drawn by a function of the application's or by ours.
import { fill, openCanvasLoop } from './canvas_loop.js';
import { ElementDrawing } from './element_drawing.js';
import { ShareError, type ShareSource } from './share_source.js';

const kInterval = 200; // Milliseconds: laying a page out twice costs more than drawing it.

/** As html2canvas is called. */
export type Assemble<Element_ extends Element = HTMLElement> = (
  element: Element_,
  options: Record<string, unknown>,
) => Promise<HTMLCanvasElement>;

export interface PageElementOptions {
  /** Draws the element; without one ours does. */
  assemble?: Assemble | undefined;
  /** What `assemble` is given besides. */
  assembleOptions?: Record<string, unknown> | undefined;
  /** Milliseconds between two drawings, at least. */
  interval?: number | undefined;
}

export async function openPageElement(
  element: HTMLElement,
  { assemble, assembleOptions = {}, interval = kInterval }: PageElementOptions = {},
): Promise<ShareSource> {
  const drawing = assemble ? undefined : new ElementDrawing(element);
  return openCanvasLoop(async (canvas) => {
    if (!element.isConnected) throw new ShareError('missing', 'The element left the page.');
    if (drawing) return drawing.draw(canvas);
    const picture = await assemble!(element, assembleOptions);
    // A canvas without an area cannot be drawn from.
    if (picture.width > 0 && picture.height > 0) fill(canvas, picture, picture);
  }, interval);
}
