/** The interface that this is; its loggers are called after it. */
export const interfaceName = 'CRTC';
