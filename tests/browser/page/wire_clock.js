// Notes when each SIP message leaves through any WebSocket of this page. Imported before the
// library under test, so that whatever reference to `send` that takes is already this one.

/** [time, start line] of every frame sent, oldest first. */
export const sent = [];

const send = WebSocket.prototype.send;
const decoder = new TextDecoder();

WebSocket.prototype.send = function (data) {
  const text = typeof data === 'string' ? data : decoder.decode(data);
  sent.push([performance.now(), text.slice(0, text.indexOf('\r\n'))]);
  return send.call(this, data);
};
