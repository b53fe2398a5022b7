// The entry `ringline/crtc`: the names of crtc.d.ts, and all of them as the default.
import * as CRTC from './crtc.js';

export * from './crtc.js';
export default CRTC;
