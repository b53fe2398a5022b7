import { install } from './harness.js';

import JsSIP from 'ringline/jssip';

install(JsSIP);
