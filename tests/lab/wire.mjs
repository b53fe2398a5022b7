// The SIP messages a page sent and received, as Playwright saw them on its WebSockets, and their
// drawing as a ladder.

export class Frame {
  constructor(user, sent, payload) {
    this.at = performance.now();
    this.user = user;
    this.sent = sent;
    this.text = typeof payload === 'string' ? payload : payload.toString('utf8');
  }

  get startLine() {
    return this.text.slice(0, this.text.indexOf('\r\n'));
  }

  /** The method of a request, undefined in a response. */
  get method() {
    return this.startLine.startsWith('SIP/2.0') ? undefined : this.startLine.split(' ')[0];
  }

  /** The status of a response, undefined in a request. */
  get status() {
    return this.startLine.startsWith('SIP/2.0') ? Number(this.startLine.split(' ')[1]) : undefined;
  }

  get body() {
    return this.text.slice(this.text.indexOf('\r\n\r\n') + 4);
  }

  header(name) {
    return new RegExp(`^${name}: *(.*)\r$`, 'im').exec(this.text)?.[1];
  }

  get callId() {
    return this.header('Call-ID');
  }

  /** "1 INVITE" and so on. */
  get cseq() {
    return this.header('CSeq') ?? '';
  }

  /** As much of it as tells messages apart: "INVITE bob@lab.test [2 INVITE] sendrecv sendrecv". */
  get summary() {
    const what = this.method
      ? `${this.method} ${this.startLine
          .split(' ')[1]
          .replace(/^sips?:/, '')
          .replace(/;.*/, '')}`
      : this.startLine.slice('SIP/2.0 '.length, 28);
    return `${what} [${this.cseq}] ${this.directions.join(' ')}`.trimEnd();
  }

  /** The direction of each media section of the body. */
  get directions() {
    // The session's own, which Firefox writes, is before the first section.
    const sections = this.body.split(/^(?=m=)/m).slice(1);
    return sections.map(
      (section) => /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(section)?.[1] ?? 'sendrecv',
    );
  }
}

export class Wire {
  frames = [];
  #listeners = new Set();

  /** Records every frame of every WebSocket that `page` opens from now on. */
  tap(page, user) {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => this.#add(new Frame(user, true, payload)));
      socket.on('framereceived', ({ payload }) => this.#add(new Frame(user, false, payload)));
    });
  }

  get length() {
    return this.frames.length;
  }

  /** Resolves with the first frame at or after `from` that `fits`. */
  async wait(what, fits, from, ms = 5000) {
    const found = this.frames.slice(from).find(fits);
    if (found) return found;
    return new Promise((resolve, reject) => {
      const finish = (frame) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        if (frame) resolve(frame);
        else reject(new Error(`Waited ${ms} ms in vain for ${what} on the wire`));
      };
      const timer = setTimeout(finish, ms);
      const listener = (frame) => fits(frame) && finish(frame);
      this.#listeners.add(listener);
    });
  }

  /**
   * The first phone on the left of the server, every other one on the right:
   *
   *     ms  alice                                   server                     bob
   *       0  |- INVITE bob@lab.test [1 INVITE] sendrecv ->|                         |
   */
  ladder(from = 0) {
    const frames = this.frames.slice(from).filter(({ text }) => text.trim() !== '');
    if (frames.length === 0) return '(no SIP message)';
    const [left, ...right] = new Set(frames.map(({ user }) => user));
    const width = 56;
    const blank = ' '.repeat(width);
    const lines = [
      `     ms  ${left.padEnd(width + 1)}server ${right.join(', ').padStart(width - 5)}`,
    ];
    for (const frame of frames) {
      const onLeft = frame.user === left;
      const toRight = frame.sent === onLeft;
      const who = right.length > 1 && !onLeft ? `${frame.user}: ` : '';
      const line = ` ${who}${frame.summary} `.slice(0, width - 2).padEnd(width - 2, '-');
      const arrow = toRight ? `-${line}>` : `<${line}-`;
      const time = String(Math.round(frame.at - frames[0].at)).padStart(7);
      lines.push(`${time}  |${onLeft ? arrow : blank}|${onLeft ? blank : arrow}|`);
    }
    return lines.join('\n');
  }

  #add(frame) {
    this.frames.push(frame);
    for (const listener of [...this.#listeners]) listener(frame);
  }
}
