// The entry `ringline/crtc`: the same names one by one, and all of them as the default.
import * as CRTC from './crtc.js';

export * from './crtc.js';
export default CRTC;
