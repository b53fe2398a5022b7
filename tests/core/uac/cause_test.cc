#include "core/uac/cause.h"

#include "doctest/doctest.h"

namespace ringline {
namespace {

TEST_CASE("status codes fall into JsSIP's groups") {
  CHECK(CauseOf(486) == Cause::kBusy);
  CHECK(CauseOf(600) == Cause::kBusy);
  CHECK(CauseOf(403) == Cause::kRejected);
  CHECK(CauseOf(302) == Cause::kRedirected);
  CHECK(CauseOf(480) == Cause::kUnavailable);
  CHECK(CauseOf(408) == Cause::kUnavailable);
  CHECK(CauseOf(404) == Cause::kNotFound);
  CHECK(CauseOf(484) == Cause::kAddressIncomplete);
  CHECK(CauseOf(488) == Cause::kIncompatibleSdp);
  CHECK(CauseOf(407) == Cause::kAuthenticationError);
  CHECK(CauseOf(500) == Cause::kSipFailureCode);
  CHECK(CauseOf(699) == Cause::kSipFailureCode);
}

}  // namespace
}  // namespace ringline
