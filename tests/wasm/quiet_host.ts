// A host that does nothing but remember, with a clock that the test moves.
import type { Host } from '../../js/host/host.js';
import type { HostOutput, Input } from '../../js/engine/vocabulary.js';

export class QuietHost implements Host {
  time = 1000;
  deadline: number | null = null;
  wake: () => void = () => {};
  disposed = false;
  outputs: HostOutput[] = [];
  engine: { handle(input: Input): number } | undefined;

  now = () => this.time;
  seed = () => new Uint8Array(32).fill(5);
  wakeAt(time: number | null, wake: () => void): void {
    this.deadline = time;
    this.wake = wake;
  }
  attach(engine: { handle(input: Input): number }): void {
    this.engine = engine;
  }
  dispose(): void {
    this.disposed = true;
  }

  openSocket = (output: HostOutput) => void this.outputs.push(output);
  sendFrame = this.openSocket;
  closeSocket = this.openSocket;
  openPeer = this.openSocket;
  acquireMedia = this.openSocket;
  setLocalDescription = this.openSocket;
  readLocalDescription = this.openSocket;
  setRemoteDescription = this.openSocket;
  setHold = this.openSocket;
  setMode = this.openSocket;
  playTones = this.openSocket;
  readStats = this.openSocket;
  limitSending = this.openSocket;
  closePeer = this.openSocket;
}
