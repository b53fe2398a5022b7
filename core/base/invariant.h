// INVARIANT(x): holds unless we made a mistake. Always on; stops the engine with file and line.
//
// A wrong peer is answered and a wrong application is told (Result); only our own bugs come here.
#pragma once

namespace ringline {

// Writes "file:line: what" where the platform can and stops. The border turns the trap into an
// EngineStopped error that names the line.
[[noreturn]] void InvariantFailed(const char* file, int line, const char* what);

}  // namespace ringline

#define INVARIANT(x) ((x) ? (void)0 : ::ringline::InvariantFailed(__FILE_NAME__, __LINE__, #x))
