// S8: one of several servers on one port, each on an address of its own.
//
//   s8_server [ADDRESS [PORT]]        default 0.0.0.0 9527
//
// Three specific addresses share a port without further ado. On Linux the wildcard shares it with
// none of them while one listens, in either order and although every server here sets SO_REUSEADDR
// (the BSDs and macOS allow it). Each client is told which address serves it.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
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

Socket listen_on(const char* address, const char* port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(address, port, &hints, &found); error != 0)
    throw std::runtime_error(std::string(address) + ":" + port + ": " + ::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);

  Socket listener(::socket(found->ai_family, found->ai_socktype, found->ai_protocol));
  const int on = 1;
  check(::setsockopt(listener.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on),
        "setsockopt SO_REUSEADDR");
  check(::bind(listener.descriptor(), found->ai_addr, found->ai_addrlen), "bind");
  check(::listen(listener.descriptor(), SOMAXCONN), "listen");
  return listener;
}

void serve(const Socket& client, const std::string& greeting) {
  std::array<char, 4096> buffer;
  if (::write(client.descriptor(), greeting.data(), greeting.size()) == -1) return;
  while (::read(client.descriptor(), buffer.data(), buffer.size()) > 0) continue;
}

}  // namespace

int main(int argc, char* argv[]) {
  const char* const address = argc > 1 ? argv[1] : "0.0.0.0";
  const char* const port = argc > 2 ? argv[2] : "9527";
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const Socket listener = listen_on(address, port);
    std::cout << "listening on " << address << ":" << port << std::endl;
    for (;;) {
      const Socket client(::accept(listener.descriptor(), nullptr, nullptr));
      serve(client, std::string("served at ") + address + "\n");
    }
  } catch (const std::exception& error) {
    std::cerr << "s8_server: " << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
