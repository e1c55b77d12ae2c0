// S6: the server of S5. It closes each connection after its client has closed.
//
//   s6_server [PORT]        default 9999
//
// The passive closer (CLOSE_WAIT, LAST_ACK) keeps no TIME_WAIT, so after S5 this server restarts at
// once although it sets no option. It is luck: the day the server closes first, it is S1.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {
    if (descriptor_ == -1) throw std::system_error(errno, std::generic_category(), "socket");
  }
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (descriptor_ != -1) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

void check(int result, const char* what) {
  if (result == -1) throw std::system_error(errno, std::generic_category(), what);
}

int parse_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535)
    throw std::invalid_argument("not a port: " + std::string(text));
  return port;
}

Socket listen_on(int port) {
  Socket listener(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  check(::bind(listener.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
  check(::listen(listener.descriptor(), SOMAXCONN), "listen");
  return listener;
}

void serve(const Socket& client) {
  std::array<char, 4096> buffer;
  while (::read(client.descriptor(), buffer.data(), buffer.size()) > 0) continue;
}

}  // namespace

int main(int argc, char* argv[]) {
  try {
    const int port = parse_port(argc > 1 ? argv[1] : "9999");
    const Socket listener = listen_on(port);
    std::cout << "listening on 0.0.0.0:" << port << std::endl;

    for (;;) {
      {
        const Socket client(::accept(listener.descriptor(), nullptr, nullptr));
        serve(client);
      }
      std::cout << "closed after the client" << std::endl;
    }
  } catch (const std::exception& error) {
    std::cerr << "s6_server: " << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
