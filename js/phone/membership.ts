// Which calls talk with each other: what puts others on hold must leave those of one conference alone.
const rooms = new WeakMap<object, object>();

/** `room` undefined: it is in none. */
export function enter(call: object, room: object | undefined): void {
  if (room) rooms.set(call, room);
  else rooms.delete(call);
}

export function roomOf(call: object): object | undefined {
  return rooms.get(call);
}
