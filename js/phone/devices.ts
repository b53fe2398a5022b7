// The lists of devices and the permissions, with typed errors.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { type DeviceKind, ofKind } from '../host/device.js';
import { DeviceList } from '../host/device_list.js';
import { type PermissionName, PermissionWatch } from '../host/permission_watch.js';
import { RinglineError, errorOfDevice, hasCode } from './error.js';
import { refuse } from './options.js';
import { quiet } from './promise.js';

type Events = {
  [Name in keyof Contract.DevicesEvents]: [event: Contract.DevicesEvents[Name]];
};

export class Devices extends Emitter<Events> implements Contract.Devices {
  readonly #list = new DeviceList((difference) => {
    this.emit('change', { ...difference, devices: this.devices });
  });
  readonly #permissions = new PermissionWatch(() => {
    this.emit('permission', this.permissions);
    // Ids and labels come and go with it.
    this.refresh().catch(() => {});
  });

  get devices(): readonly Contract.Device[] {
    return this.#list.devices;
  }

  get permissions(): Contract.DevicePermissions {
    return this.#permissions.permissions;
  }

  refresh(): Promise<readonly Contract.Device[]> {
    return quiet(this.#typed(this.#list.read()));
  }

  getMicrophones(): Promise<readonly Contract.Device[]> {
    return this.#get('microphone');
  }

  getCameras(): Promise<readonly Contract.Device[]> {
    return this.#get('camera');
  }

  getSpeakers(): Promise<readonly Contract.Device[]> {
    return this.#get('speaker');
  }

  requestPermission(
    kinds: readonly PermissionName[] = ['microphone'],
  ): Promise<readonly Contract.Device[]> {
    return quiet(this.#request(kinds));
  }

  dispose(): void {
    this.#list.dispose();
    this.#permissions.dispose();
  }

  #get(kind: DeviceKind): Promise<readonly Contract.Device[]> {
    return quiet(this.refresh().then((devices) => ofKind(devices, kind)));
  }

  async #request(kinds: readonly PermissionName[]): Promise<readonly Contract.Device[]> {
    const audio = kinds.includes('microphone');
    const video = kinds.includes('camera');
    if (!audio && !video) refuse('kinds names neither microphone nor camera');
    try {
      const devices = await this.#typed(this.#list.reveal({ audio, video }), kinds);
      for (const kind of kinds) this.#permissions.learn(kind, 'granted');
      return devices;
    } catch (error) {
      if (hasCode(error, 'mediaDenied', 'mediaDeniedBySystem', 'mediaForbidden')) {
        for (const kind of kinds) this.#permissions.learn(kind, 'denied');
      }
      throw error;
    }
  }

  async #typed<T>(asked: Promise<T>, kinds: readonly PermissionName[] = []): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw error instanceof RinglineError ? error : errorOfDevice(error, ...kinds);
    }
  }
}
