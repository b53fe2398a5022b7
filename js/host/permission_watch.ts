// What the user lets the page use, as far as the browser tells.

export type PermissionName = 'microphone' | 'camera';
export type DevicePermission = 'granted' | 'denied' | 'prompt' | 'unknown';
export type DevicePermissions = { readonly [name in PermissionName]: DevicePermission };

const kNames: readonly PermissionName[] = ['microphone', 'camera'];

export class PermissionWatch {
  permissions: DevicePermissions = { microphone: 'unknown', camera: 'unknown' };

  readonly #onChange: () => void;
  readonly #statuses: PermissionStatus[] = [];
  // Those the browser itself tells of.
  readonly #told = new Set<PermissionName>();
  #isDisposed = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    for (const name of kNames) {
      // Firefox and Safari refuse names that they do not know: then only what happens tells.
      void this.#watch(name).catch(() => {});
    }
  }

  /** What a request came to, for browsers that do not tell by themselves. */
  learn(name: PermissionName, state: DevicePermission): void {
    if (!this.#told.has(name)) this.#set(name, state);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const status of this.#statuses) status.onchange = null;
  }

  async #watch(name: PermissionName): Promise<void> {
    const permissions = globalThis.navigator?.permissions;
    if (!permissions) return;
    const status = await permissions.query({ name });
    if (this.#isDisposed) return;
    this.#told.add(name);
    this.#statuses.push(status);
    status.onchange = () => this.#set(name, status.state);
    this.#set(name, status.state);
  }

  #set(name: PermissionName, state: DevicePermission): void {
    if (this.permissions[name] === state) return;
    this.permissions = { ...this.permissions, [name]: state };
    this.#onChange();
  }
}
