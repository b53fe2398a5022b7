// The script after the library's: a user agent at once, in the same task, nothing awaited. The
// query string has the account.
const account = Object.fromEntries(new URLSearchParams(location.search));
const ua = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(account.url)],
  uri: account.uri,
  password: account.password,
});
window.registered = new Promise((resolve) => {
  ua.on('registered', () => resolve('registered'));
  ua.on('registrationFailed', ({ cause }) => resolve(cause));
});
ua.start();

window.phone = new Ringline.Phone({
  server: account.url,
  user: account.uri,
  password: account.password,
});
