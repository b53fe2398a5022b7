// Who this tab is: as set by hand, by the address bar, by the command line, or a number from the demo's server.
import type { PhoneOptions } from 'ringline';

export interface Account {
  /** '' is the server this page came from. */
  server: string;
  user: string;
  password: string;
  displayName: string;
  ice: string;
  iceUser: string;
  icePassword: string;
}

export type Settings = Partial<Account>;

const kSettings = 'settings';
const kTab = 'tab';

/** What was set by hand in this tab. */
export function settings(): Settings {
  try {
    return JSON.parse(sessionStorage.getItem(kSettings) ?? '{}') as Settings;
  } catch {
    return {};
  }
}

export function keepSettings(next: Settings): void {
  sessionStorage.setItem(kSettings, JSON.stringify(next));
}

export async function account(): Promise<Account> {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  const wish = sessionStorage.getItem('extension') ?? '';
  const answer = await fetch(`account?${new URLSearchParams({ tab: await tab(), wish })}`);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  const given = (await answer.json()) as Settings;
  const own = settings();
  // Another server knows nothing of the numbers this one gives.
  const offered = own.server || query['server'] ? {} : given;
  const all = {
    server: '',
    user: '',
    password: '',
    displayName: '',
    ice: '',
    iceUser: '',
    icePassword: '',
  };
  const account = { ...all, ...given, ...(offered === given ? {} : { user: '', password: '' }) };
  for (const source of [query, own]) {
    for (const name of Object.keys(all) as (keyof Account)[])
      if (source[name]) account[name] = source[name]!;
  }
  if (!account.server) sessionStorage.setItem('extension', userOf(account.user));
  return account;
}

/** What a phone of this account is made with. */
export function optionsOf(account: Account): PhoneOptions {
  const { server, user, password, displayName, ice, iceUser, icePassword } = account;
  return {
    server: server || `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sip`,
    user,
    password,
    displayName,
    ...(ice && { iceServers: [{ urls: ice, username: iceUser, credential: icePassword }] }),
  };
}

export const userOf = (uri: string): string => /^(?:sips?:)?([^@;]*)/.exec(uri)?.[1] ?? uri;

// A word only this tab has. A duplicated tab brings a copy of its model's; the lock tells them apart.
async function tab(): Promise<string> {
  const kept = sessionStorage.getItem(kTab);
  if (kept && (await lock(kept))) return kept;
  sessionStorage.removeItem('extension');
  const fresh = crypto.getRandomValues(new Uint32Array(4)).join('-');
  await lock(fresh);
  sessionStorage.setItem(kTab, fresh);
  return fresh;
}

let held: string | undefined;

function lock(name: string): Promise<boolean> {
  // Only where the page is served securely; without, a duplicated tab shares its model's number.
  if (!navigator.locks || held === name) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(`ringline-demo ${name}`, { ifAvailable: true }, (got) => {
      if (got) held = name;
      resolve(got !== null);
      // Held as long as the tab is there.
      return got ? new Promise(() => {}) : undefined;
    });
  });
}
