// Messages that wait (RFC 3842):
//
//   Messages-Waiting: yes
//   Message-Account: sip:alice@vmail.example.com
//   Voice-Message: 2/8 (0/2)           new/old (urgent new/urgent old)
//                                      an empty line before the headers of each single message
//   To: …
import type * as Contract from '../../types/events.js';
import { EventBodyError } from './event_body_error.js';
import { type Header, headerLines, headerOf } from './header_lines.js';
import { required } from './values.js';

const kMaxLength = 1 << 20;
const kClasses = /^(?:(voice|fax|pager|multimedia|text)-message|(none))$/;
const kCounts = /^(\d{1,10})\s*\/\s*(\d{1,10})(?:\s*\(\s*(\d{1,10})\s*\/\s*(\d{1,10})\s*\))?$/;

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
  for (const line of headerLines(body)) {
    if (line.trim() === '') group = undefined;
    else {
      if (!group) groups.push((group = []));
      group.push(headerOf(line));
    }
  }
  return groups;
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
