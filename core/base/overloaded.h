// Overloaded{lambdas…}: the table over one or more variants (see any *_client.cc in transaction/).
#pragma once

namespace ringline {

template <class... Rows>
struct Overloaded : Rows... {
  using Rows::operator()...;
};
template <class... Rows>
Overloaded(Rows...) -> Overloaded<Rows...>;

}  // namespace ringline
