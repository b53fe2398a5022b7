// The first script of the page: whatever the policy stops later is written down.
window.complaints = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  window.complaints.push(`${violatedDirective}: ${blockedURI}`),
);
window.addEventListener('error', ({ message }) => window.complaints.push(message));
