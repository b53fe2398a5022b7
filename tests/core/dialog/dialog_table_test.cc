#include "core/dialog/dialog_table.h"

#include "core/base/strong_id.h"
#include "doctest/doctest.h"

namespace ringline {
namespace {

using CallId = StrongId<struct CallTag>;

Message Request(const std::string& from_tag, const std::string& to_tag) {
  Result<Message> message = Message::Parse(
      "BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/WS p;branch=z9hG4bK1\r\nFrom: <sip:b@b>;tag=" +
      from_tag + "\r\nTo: <sip:a@b>;tag=" + to_tag +
      "\r\nCall-ID: a-call-id-that-no-short-string-holds@example.com\r\nCSeq: 1 BYE\r\n\r\n");
  REQUIRE(message.ok());
  return *std::move(message);
}
DialogKey Key(std::string local_tag, std::string remote_tag) {
  return {"a-call-id-that-no-short-string-holds@example.com", std::move(local_tag),
          std::move(remote_tag)};
}

TEST_CASE("a message finds the owner of its dialog") {
  DialogTable<CallId> table;
  table.Add(Key("ours", "theirs"), CallId(7));
  CHECK(table.Find(Key("ours", "theirs")) == CallId(7));
  CHECK(table.Find(Request("theirs", "ours")) == CallId(7));
  CHECK(!table.Find(Request("ours", "theirs")));
  CHECK(!table.Find(Request("theirs", "")));
  table.Remove(Key("ours", "theirs"));
  CHECK(!table.Find(Request("theirs", "ours")));
  CHECK(table.size() == 0);
}

TEST_CASE("the early dialogs of a fork have one owner and leave together") {
  DialogTable<CallId> table;
  for (const char* tag : {"desk", "mobile", "car"}) table.Add(Key("ours", tag), CallId(1));
  table.Add(Key("other", "peer"), CallId(2));
  for (const char* tag : {"desk", "mobile", "car"}) {
    CHECK(table.Find(Request(tag, "ours")) == CallId(1));
  }
  table.RemoveAllOf(CallId(1));
  CHECK(table.size() == 1);
  CHECK(table.Find(Request("peer", "other")) == CallId(2));
}

TEST_CASE("a dialog can change its owner") {
  DialogTable<CallId> table;
  table.Add(Key("ours", "theirs"), CallId(1));
  table.Add(Key("ours", "theirs"), CallId(2));
  CHECK(table.Find(Key("ours", "theirs")) == CallId(2));
  CHECK(table.size() == 1);
}

}  // namespace
}  // namespace ringline
