// What a peer has told us, in order; a story looks only at what came after its last mark.

export class Journal {
  entries = [];
  #from = 0;
  #waiters = new Set();

  constructor(owner) {
    this.owner = owner;
  }

  add(entry) {
    this.entries.push(entry);
    for (const waiter of [...this.#waiters]) waiter(entry);
  }

  /** From here on wait() looks only at what comes after this moment. */
  mark() {
    this.#from = this.entries.length;
  }

  /** The first entry since mark() that `fits`, if there is one. */
  find(fits) {
    return this.entries.slice(this.#from).find(fits);
  }

  /** Resolves with the first entry since mark() that `fits`. */
  wait(what, fits, ms = 8000) {
    const found = this.find(fits);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const finish = (entry) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        if (entry) resolve(entry);
        else reject(new Error(`${this.owner} waited ${ms} ms in vain for ${what}`));
      };
      const timer = setTimeout(finish, ms);
      const waiter = (entry) => fits(entry) && finish(entry);
      this.#waiters.add(waiter);
    });
  }
}
