// What stands between a page and its devices before any user is asked: how it was served, and its permissions policy.

/** As permissions policy names them. */
export type Feature = 'microphone' | 'camera' | 'display-capture' | 'speaker-selection';

interface Policy {
  allowsFeature(feature: string): boolean;
}

/** Devices are hidden from pages that are not served securely (W3C Secure Contexts); elsewhere this says nothing. */
export function isInsecure(): boolean {
  return globalThis.isSecureContext === false && !globalThis.navigator?.mediaDevices;
}

/** Whether the page or its frame forbids it. Chromium can be asked; others never say. */
export function isForbidden(feature: Feature): boolean {
  const { document } = globalThis as { document?: object };
  const { permissionsPolicy, featurePolicy } = (document ?? {}) as {
    permissionsPolicy?: Policy;
    featurePolicy?: Policy;
  };
  return (permissionsPolicy ?? featurePolicy)?.allowsFeature(feature) === false;
}
