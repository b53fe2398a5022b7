// The entry `ringline/jssip`: the same names one by one and, since JsSIP's applications import either
// way, all of them as the default.
import * as JsSIP from './jssip.js';

export * from './jssip.js';
export default JsSIP;
