#include "core/uac/cause.h"

namespace ringline {

Cause CauseOf(int status_code) {
  switch (status_code) {
    case 300:
    case 301:
    case 302:
    case 305:
    case 380:
      return Cause::kRedirected;
    case 401:
    case 407:
      return Cause::kAuthenticationError;
    case 403:
    case 603:
      return Cause::kRejected;
    case 404:
    case 604:
      return Cause::kNotFound;
    case 408:
    case 410:
    case 430:
    case 480:
      return Cause::kUnavailable;
    case 424:
    case 484:
      return Cause::kAddressIncomplete;
    case 486:
    case 600:
      return Cause::kBusy;
    case 488:
    case 606:
      return Cause::kIncompatibleSdp;
    default:
      return Cause::kSipFailureCode;
  }
}

}  // namespace ringline
