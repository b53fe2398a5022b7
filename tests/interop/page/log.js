// The log of a page's phone, as harness.js keeps it: tests wait for entries and read what they say.

export class Log {
  #entries = [];
  #waiters = new Set();

  length() {
    return this.#entries.length;
  }

  entries(from = 0) {
    return this.#entries.slice(from);
  }

  /** The first entry at or after `from` of that scope and event; undefined when none came in `ms`. */
  wait(scope, event, from, ms) {
    const fits = (entry) => entry.index >= from && entry.scope === scope && entry.event === event;
    const found = this.#entries.find(fits);
    if (found) return found;
    return new Promise((resolve) => {
      const finish = (entry) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(entry);
      };
      const timer = setTimeout(finish, ms);
      const waiter = (entry) => fits(entry) && finish(entry);
      this.#waiters.add(waiter);
    });
  }

  note(scope, event, summary = {}) {
    const entry = { index: this.#entries.length, at: performance.now(), scope, event, ...summary };
    this.#entries.push(entry);
    for (const waiter of [...this.#waiters]) waiter(entry);
  }
}
