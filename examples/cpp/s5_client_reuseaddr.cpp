// S5: the client with a fixed local port, SO_REUSEADDR on every socket before its own bind.
//
//   s5_client_reuseaddr [LOCAL_PORT [SERVER_PORT [SECONDS]]]
//                                                 default 7777, 9999 (see s6_server), 10
//
// The second socket may bind the port because the first one had the option too: on Linux what counts
// is that both have it. Its connect to the same server takes the old connection over from TIME_WAIT;
// without TCP timestamps (net.ipv4.tcp_timestamps) it fails with EADDRNOTAVAIL for a minute.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

namespace {

void check(int result, const char* what) {
  if (result == -1) throw std::system_error(errno, std::generic_category(), what);
}

int parse_number(std::string_view text, int least, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
    throw std::invalid_argument("not a number from " + std::to_string(least) + " to " +
                                std::to_string(most) + ": " + std::string(text));
  return number;
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

class Connection {
 public:
  // Connects to a server on this host from a local port of the caller's choice.
  Connection(int local_port, int server_port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    check(descriptor_, "socket");
    try {
      const int on = 1;
      check(::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt SO_REUSEADDR");
      const sockaddr_in local = loopback(local_port);
      check(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&local), sizeof local), "bind");
      std::cout << "bound 127.0.0.1:" << local_port << std::endl;

      const sockaddr_in server = loopback(server_port);
      check(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&server), sizeof server), "connect");
      std::cout << "connected to 127.0.0.1:" << server_port << std::endl;
    } catch (...) {
      ::close(descriptor_);
      throw;
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace

int main(int argc, char* argv[]) {
  try {
    const int local_port = parse_number(argc > 1 ? argv[1] : "7777", 1, 65535);
    const int server_port = parse_number(argc > 2 ? argv[2] : "9999", 1, 65535);
    const int seconds = parse_number(argc > 3 ? argv[3] : "10", 0, 3600);

    { const Connection first(local_port, server_port); }
    std::cout << "closed first, waiting " << seconds << " s" << std::endl;
    std::this_thread::sleep_for(std::chrono::seconds(seconds));

    const Connection second(local_port, server_port);
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << "s5_client_reuseaddr: " << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
