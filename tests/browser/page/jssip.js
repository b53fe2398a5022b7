import { install } from './harness.js';

import JsSIP from 'jssip';

install(JsSIP);
