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
