// A call with a microphone and a voice, of which one can tell what is sent to it.
import { FakeSoundStream, FakeSoundTrack, heardIn } from '../host/fake_audio.js';
import { FakeCall } from './fake_call.js';

class FakeSender {
  refusal: Error | undefined;
  constructor(public track: MediaStreamTrack | null) {}
  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.track = track;
  }
}

export class Member extends FakeCall {
  sender!: FakeSender;
  constructor(name: string) {
    super(name);
    this.connect();
    this.sound(name);
  }
  /** Another peer connection, with the microphone as the host adds it. */
  connect(): void {
    const sender = (this.sender = new FakeSender(new FakeSoundTrack(`my ${this.name}`).track));
    this.peerConnection = { getSenders: () => [sender] } as unknown as RTCPeerConnection;
  }
  sound(name: string): void {
    this.remoteStream = new FakeSoundStream([new FakeSoundTrack(name)]).stream;
    this.changeTracks();
  }
  /** What is sent to it. */
  get hears(): string[] {
    return heardIn(this.sender.track);
  }
}
