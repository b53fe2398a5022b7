// One media element that plays what it was given, whatever stops it.
//
// It pauses by itself when it is taken out of the page, when a page is hidden or when a phone rings; frameworks that
// render a page anew take its stream away. All of that is undone. A stall of the network is the browser's to mend.

export interface PlayerEvents {
  /** The browser wants a click first, or no longer does. */
  onBlocked(isBlocked: boolean): void;
}

/** A stream, or the URL of a file. */
export type Sound = MediaStream | string;

export class Player {
  readonly element: HTMLMediaElement;
  isBlocked = false;
  sound: Sound | undefined;

  readonly #events: PlayerEvents;

  constructor(element: HTMLMediaElement, events: PlayerEvents) {
    this.element = element;
    this.#events = events;
    element.addEventListener('pause', this.#onPause);
    element.addEventListener('emptied', this.#onEmptied);
    element.addEventListener('ended', this.#onEnded);
  }

  /** Begins anew with a file, goes on with a stream. Rejects when the file cannot be played; blocked is no failure. */
  play(sound: Sound): Promise<void> {
    this.sound = sound;
    this.#load();
    return this.resume();
  }

  stop(): void {
    if (this.sound === undefined) return;
    const isFile = typeof this.sound === 'string';
    this.sound = undefined;
    this.#setBlocked(false);
    this.element.pause();
    if (!isFile) this.element.srcObject = null;
    else {
      this.element.removeAttribute('src');
      this.element.load();
    }
  }

  /** Inside a click it also allows the element to play later, even without anything to play (WebKit). */
  async resume(): Promise<void> {
    const { element, sound } = this;
    if (sound === undefined) return;
    try {
      await element.play();
      if (this.sound === sound) this.#setBlocked(false);
    } catch (error) {
      // Another sound, or the end of this one, came in between.
      if (this.sound !== sound) return;
      const { name } = error as DOMException;
      if (name === 'NotAllowedError') this.#setBlocked(true);
      // A load or pause came in between; its own event begins again.
      else if (name !== 'AbortError') throw error;
    }
  }

  /** Inside a click: elements without anything to play may play later (WebKit's rule for each element). */
  bless(): void {
    if (this.sound === undefined) this.element.load();
  }

  dispose(): void {
    const { element } = this;
    element.removeEventListener('pause', this.#onPause);
    element.removeEventListener('emptied', this.#onEmptied);
    element.removeEventListener('ended', this.#onEnded);
    this.stop();
  }

  #load(): void {
    const { element, sound } = this;
    if (typeof sound === 'string') {
      element.srcObject = null;
      element.src = sound;
    } else if (sound && !isShown(element, sound)) {
      element.srcObject = sound;
    }
  }

  readonly #onPause = () => {
    // A stream whose tracks have all ended is over, as is a file at its end.
    if (this.sound !== undefined && !this.element.ended) this.resume().catch(() => {});
  };

  readonly #onEmptied = () => {
    const { element, sound } = this;
    // A file that is loaded anew is emptied too.
    if (typeof sound !== 'object' || isShown(element, sound)) return;
    this.#load();
    this.resume().catch(() => {});
  };

  readonly #onEnded = () => {
    if (typeof this.sound === 'string' && !this.element.loop) this.sound = undefined;
  };

  #setBlocked(isBlocked: boolean): void {
    if (this.isBlocked === isBlocked) return;
    this.isBlocked = isBlocked;
    this.#events.onBlocked(isBlocked);
  }
}

// By id: once somebody has captured the element, Chromium gives another object for the same stream.
function isShown({ srcObject }: HTMLMediaElement, { id }: MediaStream): boolean {
  return (srcObject as MediaStream | null)?.id === id;
}
