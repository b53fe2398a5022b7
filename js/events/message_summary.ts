// Messages that wait (RFC 3842):
//
//   Messages-Waiting: yes
//   Message-Account: sip:alice@vmail.example.com
//   Voice-Message: 2/8 (0/2)           new/old (urgent new/urgent old)
//                                      an empty line before the headers of each single message
//   To: …
import type * as Contract from '../../types/events.js';
import { EventBodyError } from './event_body_error.js';
import { required } from './values.js';

const kMaxLength = 1 << 20;
const kClasses = /^(?:(voice|fax|pager|multimedia|text)-message|(none))$/;
const kCounts = /^(\d{1,10})\s*\/\s*(\d{1,10})(?:\s*\(\s*(\d{1,10})\s*\/\s*(\d{1,10})\s*\))?$/;

type Header = [name: string, value: string];
type Class = 'voice' | 'fax' | 'pager' | 'multimedia' | 'text' | 'none';

export const parseMessageSummary: typeof Contract.parseMessageSummary = (body) => {
  if (body.length > kMaxLength) throw new EventBodyError('tooLarge', 'The summary is too large');
  const [summary = [], ...messages] = groupsOf(body);
  let messagesWaiting: boolean | undefined;
  let account: string | undefined;
  const counts: Partial<Record<Class, Contract.MessageCount>> = {};
  const headers: Header[] = [];
  for (const [name, value] of summary) {
    const word = name.toLowerCase();
    const [, typed, none] = kClasses.exec(word) ?? [];
    const of = (typed ?? none) as Class | undefined;
    if (word === 'messages-waiting') messagesWaiting = yesOrNo(value);
    else if (word === 'message-account') account = value;
    else if (of) counts[of] = countOf(value);
    else headers.push([name, value]);
  }
  return {
    messagesWaiting: required(messagesWaiting, 'Messages-Waiting'),
    account,
    ...counts,
    headers,
    messages,
  };
};

// The headers of each block of lines.
function groupsOf(body: string): Header[][] {
  const groups: Header[][] = [];
  let group: Header[] | undefined;
  for (const line of unfolded(body).split('\n')) {
    if (line.trim() === '') group = undefined;
    else {
      if (!group) groups.push((group = []));
      group.push(headerOf(line));
    }
  }
  return groups;
}

// RFC 3261 7.3.1: a line that begins with a blank goes on with the one before.
function unfolded(body: string): string {
  const lines = body.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  return lines.replace(/\n[ \t]+(?=\S)/g, ' ');
}

function headerOf(line: string): Header {
  const colon = line.indexOf(':');
  if (colon < 1) throw new EventBodyError('malformed', 'A line of the summary has no name');
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function yesOrNo(value: string): boolean | undefined {
  const word = value.toLowerCase();
  return word === 'yes' || word === 'no' ? word === 'yes' : undefined;
}

function countOf(value: string): Contract.MessageCount {
  const found = kCounts.exec(value);
  if (!found) throw new EventBodyError('malformed', 'A count of messages is none');
  const [, fresh, old, urgentNew = 0, urgentOld = 0] = found;
  return {
    new: Number(fresh),
    old: Number(old),
    urgentNew: Number(urgentNew),
    urgentOld: Number(urgentOld),
  };
}
