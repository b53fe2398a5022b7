// Which calls talk with each other: what puts others on hold must leave those of one conference alone.
import type * as Contract from '../../types/index.js';

type Room = Pick<Contract.Conference, 'add'>;

const rooms = new WeakMap<object, Room>();

/** `room` undefined: it is in none. */
export function enter(call: object, room: Room | undefined): void {
  if (room) rooms.set(call, room);
  else rooms.delete(call);
}

export function roomOf(call: object): Room | undefined {
  return rooms.get(call);
}

// Who is on its way into a conference, and with whom it will be there.
const hosts = new WeakMap<object, object>();

/** `host` undefined: it has arrived, or will not. */
export function follow(call: object, host: object | undefined): void {
  if (host) hosts.set(call, host);
  else hosts.delete(call);
}

/** With whom it will be, or itself: who is on its way may be joined by the next. */
export function hostOf(call: object): object {
  const host = hosts.get(call);
  return host ? hostOf(host) : call;
}

/** Whether two calls are, or are about to be, in one conference. */
export function areTogether(one: object, other: object): boolean {
  const [here, there] = [hostOf(one), hostOf(other)];
  const room = roomOf(here);
  return here === there || (!!room && roomOf(there) === room);
}
