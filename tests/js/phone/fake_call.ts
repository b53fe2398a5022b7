// A call whose other end is the test: holds are agreed or refused as it says, at the moment it says.
import { Emitter } from '../../../js/engine/emitter.js';
import { RinglineError } from '../../../js/phone/error.js';
import { deferred, quiet } from '../../../js/phone/promise.js';
import type * as Contract from '../../../types/index.js';

type Events = { [Name in keyof Contract.CallEvents]: [event: Contract.CallEvents[Name]] };

export class FakeCall extends Emitter<Events> {
  state: Contract.CallState = 'answered';
  direction: 'incoming' | 'outgoing' = 'outgoing';
  answeredAt: Date | undefined = new Date(0);
  held = { local: false, remote: false };
  remoteStream: MediaStream | undefined;
  peerConnection: RTCPeerConnection | undefined;
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  /** Why the next of each is refused. */
  readonly refusals: { [deed: string]: string } = {};
  /** Waited for before anything is agreed. */
  gate: Promise<void> = Promise.resolve();
  readonly #ended = deferred<Contract.CallEnd>();

  constructor(readonly name = 'call') {
    super();
  }

  /** As the contract has it. */
  get call(): Contract.Call {
    return this as unknown as Contract.Call;
  }
  get ended(): Promise<Contract.CallEnd> {
    return this.#ended.promise;
  }
  /** An incoming one that nobody has answered. */
  ringing(): this {
    this.direction = 'incoming';
    this.state = 'ringing';
    this.answeredAt = undefined;
    return this;
  }

  hold = () => this.#do('hold', () => this.hear('local', true));
  unhold = () => this.#do('unhold', () => this.hear('local', false));
  hangup = () => (this.end(), Promise.resolve());
  answer = () =>
    this.#do('answer', () => {
      if (this.state !== 'ringing') throw new RinglineError('invalidState');
      this.answeredAt = new Date(0);
      this.#become('answered');
    });
  transfer = (target: string | Contract.Call) =>
    this.#do(`transfer ${typeof target === 'string' ? target : 'attended'}`, () => this.end());

  /** Either side holds or takes back. */
  hear(by: 'local' | 'remote', held: boolean): void {
    this.held = { ...this.held, [by]: held };
    this.#become(this.held.local || this.held.remote ? 'held' : 'answered');
    this.emit('held', { by, held });
  }

  end(): void {
    if (this.state === 'ended') return;
    const end: Contract.CallEnd = {
      by: 'remote',
      code: 'hangup',
      error: undefined,
      reason: undefined,
    };
    this.#become('ended');
    this.#ended.resolve(end);
    this.emit('ended', end);
  }

  changeTracks(): void {
    if (this.remoteStream) this.emit('remoteStream', this.remoteStream);
  }

  #become(state: Contract.CallState): void {
    this.state = state;
    this.emit('state', state);
  }

  #do(deed: string, done: () => void): Promise<void> {
    return quiet(
      (async () => {
        this.asked.push(deed);
        await this.gate;
        if (this.state === 'ended') throw new RinglineError('ended');
        const refusal = this.refusals[deed];
        delete this.refusals[deed];
        if (refusal) throw new RinglineError('failed', refusal);
        done();
      })(),
    );
  }
}
