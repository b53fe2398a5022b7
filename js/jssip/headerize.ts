// The canonical spelling of a header's name.
const irregular: Record<string, string> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
};

export function headerize(name: string): string {
  const lower = name.toLowerCase().replace(/_/g, '-');
  return Object.hasOwn(irregular, lower)
    ? irregular[lower]!
    : lower.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
