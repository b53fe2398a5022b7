// A number for each tab that asks. The same tab gets the same one again: after a reload, after the server's restart.

const kFirst = 1001;
const kLast = 1999;
const kForgetAfter = 600_000;

export class Extensions {
  #tabs = new Map(); // token → { extension, seen }

  /** `isOnline(extension)`: somebody is registered there. */
  constructor(isOnline) {
    this.isOnline = isOnline;
  }

  /** `wish` is what the tab had before, if anything. */
  give(token, wish) {
    this.#forget();
    const mine = this.#tabs.get(token);
    const extension = mine?.extension ?? (this.#isFree(wish) ? wish : this.#lowest());
    this.#tabs.set(token, { extension, seen: Date.now() });
    return extension;
  }

  #isFree(extension) {
    if (!/^1\d{3}$/.test(extension ?? '') || this.isOnline(extension)) return false;
    return ![...this.#tabs.values()].some((tab) => tab.extension === extension);
  }

  #lowest() {
    for (let number = kFirst; number <= kLast; ++number) {
      if (this.#isFree(String(number))) return String(number);
    }
    throw new Error('All numbers are given away');
  }

  #forget() {
    for (const [token, { extension, seen }] of this.#tabs) {
      if (this.isOnline(extension)) this.#tabs.get(token).seen = Date.now();
      else if (Date.now() - seen > kForgetAfter) this.#tabs.delete(token);
    }
  }
}
