// A description as plain objects, for applications that look at one: in the shape of npm's
// `sdp-transform`, which JsSIP hands out. Nothing of ours decides on it.
type Fields = Record<string, unknown>;
type Shape = [field: string, parts?: RegExp];

// RFC 8866 5 by letter, RFC 8866 6 and those of WebRTC by attribute: where it goes ("[]": one of
// many), and its parts. One without parts is a text.
const kLines: Record<string, Shape> = {
  v: ['version'],
  o: [
    'origin',
    /^(?<username>\S+) (?<sessionId>\d+) (?<sessionVersion>\d+) (?<netType>\S+) IP(?<ipVer>\d) (?<address>\S+)/,
  ],
  s: ['name'],
  i: ['description'],
  u: ['uri'],
  e: ['email'],
  p: ['phone'],
  z: ['timezones'],
  r: ['repeats'],
  t: ['timing', /^(?<start>\d+) (?<stop>\d+)/],
  c: ['connection', /^IN IP(?<version>\d) (?<ip>\S+)/],
  b: ['bandwidth[]', /^(?<type>\w+):(?<limit>\d+)/],
};
const kAttributes: Record<string, Shape> = {
  rtpmap: ['rtp[]', /^(?<payload>\d+) (?<codec>[\w.-]+)(?:\/(?<rate>\d+)(?:\/(?<encoding>\S+))?)?/],
  fmtp: ['fmtp[]', /^(?<payload>\d+) (?<config>.+)/],
  rtcp: ['rtcp', /^(?<port>\d+)(?: (?<netType>\S+) IP(?<ipVer>\d) (?<address>\S+))?/],
  'rtcp-fb': ['rtcpFb[]', /^(?<payload>\*|\d+) (?<type>[\w-]+)(?: (?<subtype>[\w-]+))?/],
  extmap: ['ext[]', /^(?<value>\d+)(?:\/(?<direction>\w+))? (?<uri>\S+)(?: (?<config>\S+))?/],
  crypto: ['crypto[]', /^(?<id>\d+) (?<suite>\w+) (?<config>\S+)(?: (?<sessionConfig>\S+))?/],
  candidate: [
    'candidates[]',
    /^(?<foundation>\S+) (?<component>\d+) (?<transport>\S+) (?<priority>\d+) (?<ip>\S+) (?<port>\d+) typ (?<type>\S+)(?: raddr (?<raddr>\S+) rport (?<rport>\d+))?(?: tcptype (?<tcptype>\S+))?(?: generation (?<generation>\d+))?(?: network-id (?<network_id>\d+))?(?: network-cost (?<network_cost>\d+))?/,
  ],
  fingerprint: ['fingerprint', /^(?<type>\S+) (?<hash>\S+)/],
  ssrc: ['ssrcs[]', /^(?<id>\d+) (?<attribute>[\w-]+)(?::(?<value>.*))?/],
  'ssrc-group': ['ssrcGroups[]', /^(?<semantics>\S+) (?<ssrcs>.+)/],
  'msid-semantic': ['msidSemantic', /^(?<semantic>\w+) ?(?<token>\S*)/],
  group: ['groups[]', /^(?<type>\w+) (?<mids>.+)/],
  rid: ['rids[]', /^(?<id>\w+) (?<direction>\w+)(?: (?<params>.+))?/],
  simulcast: [
    'simulcast',
    /^(?<dir1>send|recv) (?<list1>\S+)(?: (?<dir2>send|recv) (?<list2>\S+))?/,
  ],
};
// Attributes that are a text or a flag.
const kTexts =
  /^(setup|mid|msid|(max)?ptime|control|label|framerate|ice-(ufrag|pwd|options|lite)|rtcp-(mux|rsize)|end-of-candidates|sctp-port|max-message-size|bundle-only|extmap-allow-mixed)$/;
const kMedia = /^(?<type>\w+) (?<port>\d+)\S* (?<protocol>\S+)(?: (?<payloads>.*))?/;

export function sdpObject(text: string): Fields & { media: Fields[] } {
  const session = { media: [] as Fields[] };
  let section: Fields = session;
  for (const [, letter = '', content = ''] of text.matchAll(/^([a-z])=(.*)/gm)) {
    if (letter === 'm') {
      session.media.push((section = { rtp: [], fmtp: [], ...partsOf(content, kMedia) }));
    } else if (letter === 'a') addAttribute(section, content);
    else add(section, kLines[letter], content);
  }
  return session;
}

function addAttribute(section: Fields, content: string): void {
  const [, name = '', value = content] = /^([^:]*)(?::\s*(.*))?/.exec(content)!;
  if (/^(sendrecv|sendonly|recvonly|inactive)$/.test(name)) section['direction'] = name;
  else if (!add(section, shapeOf(name), value)) {
    add(section, ['invalid[]', /^(?<value>.*)/], content);
  }
}

// What an attribute is called comes from the wire.
function shapeOf(name: string): Shape | undefined {
  if (name === 'ice-lite') return ['icelite'];
  if (kTexts.test(name))
    return [name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
  return Object.hasOwn(kAttributes, name) ? kAttributes[name] : undefined;
}

function add(section: Fields, [field, parts]: Shape = [''], content: string): boolean {
  const value = parts ? partsOf(content, parts) : numberOr(content);
  if (!field || value === undefined) return false;
  const name = field.replace('[]', '');
  if (name === field) section[name] = value;
  else ((section[name] ??= []) as unknown[]).push(value);
  return true;
}

function partsOf(content: string, parts: RegExp): Fields | undefined {
  const found = parts.exec(content)?.groups;
  if (!found) return undefined;
  const named = Object.entries(found).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    named.map(([name, value]) => [name.replace('_', '-'), numberOr(value)]),
  );
}

function numberOr(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text;
}
