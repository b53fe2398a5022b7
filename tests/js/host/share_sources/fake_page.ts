// As much of a page as a share source looks at: canvases that count what is drawn, tracks that end.
import { mock, type TestContext } from 'node:test';

export class FakeShareTrack extends EventTarget {
  readyState = 'live';
  constructor(readonly kind: 'audio' | 'video' = 'video') {
    super();
  }
  stop(): void {
    this.readyState = 'ended';
  }
  /** The browser ends it: the user pressed the bar's button, the film is over. */
  end(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

export class FakeShareStream {
  constructor(readonly tracks = [new FakeShareTrack()]) {}
  getTracks(): FakeShareTrack[] {
    return [...this.tracks];
  }
  getVideoTracks(): FakeShareTrack[] {
    return this.tracks.filter(({ kind }) => kind === 'video');
  }
}

export class FakeCanvas {
  width = 300;
  height = 150;
  readonly drawn: unknown[] = [];
  readonly stream = new FakeShareStream();
  frameRate = 0;
  /** Something from elsewhere was drawn. */
  isTainted = false;

  getContext() {
    return {
      clearRect: () => {},
      drawImage: (picture: { isForeign?: boolean }) => {
        this.drawn.push(picture);
        this.isTainted ||= !!picture.isForeign;
      },
    };
  }
  captureStream(frameRate: number): FakeShareStream {
    if (this.isTainted) throw new DOMException('The canvas is tainted', 'SecurityError');
    this.frameRate = frameRate;
    return this.stream;
  }
}

/** Puts a document, and timers moved by hand, in place for one test. */
export function page(t: TestContext): { canvas: FakeCanvas; pass(time: number): Promise<void> } {
  const canvas = new FakeCanvas();
  replace(t, 'document', { createElement: () => canvas });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return {
    canvas,
    async pass(time) {
      t.mock.timers.tick(time);
      // What a timer begins goes on in promises.
      for (let i = 0; i < 10; ++i) await Promise.resolve();
    },
  };
}

export function replace(t: TestContext, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, name, before);
    else delete (globalThis as Record<string, unknown>)[name];
  });
}

export const ended = () => mock.fn<(error?: Error) => void>();
