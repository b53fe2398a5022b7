// How bright the picture is that they send: a tiny copy of it, looked at. Only a page can do this.

const kSize = 16;

export class Brightness {
  #video: HTMLVideoElement | undefined;
  #canvas: CanvasRenderingContext2D | null | undefined;

  /** From 0, black, to 1, white; undefined where there is no page, or nothing to see on it. */
  of(pc: RTCPeerConnection): number | undefined {
    if (typeof document === 'undefined' || document.hidden) return undefined;
    const track = pc
      .getReceivers()
      .find(({ track: { kind, readyState } }) => kind === 'video' && readyState === 'live')?.track;
    if (!track) return undefined;
    const video = this.#showing(track);
    if (video.readyState < video.HAVE_CURRENT_DATA) return undefined;
    return this.#look(video);
  }

  close(): void {
    if (this.#video) this.#video.srcObject = null;
    this.#video = undefined;
  }

  // In no document: it decodes all the same, and nobody sees or hears it.
  #showing(track: MediaStreamTrack): HTMLVideoElement {
    const shown = this.#video?.srcObject as MediaStream | null | undefined;
    if (this.#video && shown?.getTracks()[0] === track) return this.#video;
    const video = (this.#video ??= document.createElement('video'));
    video.muted = true;
    video.playsInline = true;
    video.srcObject = new MediaStream([track]);
    // Refused while the page is hidden: then nothing is told.
    video.play().catch(() => {});
    return video;
  }

  #look(video: HTMLVideoElement): number | undefined {
    if (this.#canvas === undefined) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = kSize;
      this.#canvas = canvas.getContext('2d', { willReadFrequently: true });
    }
    if (!this.#canvas) return undefined;
    this.#canvas.drawImage(video, 0, 0, kSize, kSize);
    const { data } = this.#canvas.getImageData(0, 0, kSize, kSize);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
      // Rec. 709's share of each colour.
      sum += 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
    }
    return sum / (data.length / 4) / 255;
  }
}
