// The entry `ringline/jssip`: the names of jssip.d.ts, and all of them as the default.
import * as JsSIP from './jssip.js';

export * from './jssip.js';
export default JsSIP;
