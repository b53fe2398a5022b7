// There is neither window nor RTCPeerConnection in here: importing must not look for them,
// signalling must work.
import { Phone } from 'ringline';
import JsSIP from 'ringline/jssip';

self.onmessage = ({ data: { url, uri, password } }) => {
  try {
    const phone = new Phone({ server: url, user: uri, password });
    const socket = new JsSIP.WebSocketInterface(url);
    const ua = new JsSIP.UA({ sockets: [socket], uri, password });
    const report = (outcome) => self.postMessage({ phone: phone.state, outcome });
    ua.on('registered', () => report('registered'));
    ua.on('registrationFailed', ({ cause }) => report(cause));
    ua.start();
  } catch (error) {
    self.postMessage({ error: String(error?.stack ?? error) });
  }
};
