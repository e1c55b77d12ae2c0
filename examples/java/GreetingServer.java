import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * S3: a server that switches address reuse off.
 *
 * <pre>java GreetingServer.java [PORT]        default 8080</pre>
 *
 * It greets a client and closes the connection first, so every client leaves a TIME_WAIT on the
 * server's port. Stop it after one client and start it again: BindException for about a minute.
 */
final class GreetingServer {
    private GreetingServer() {}

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(false);
            listener.bind(new InetSocketAddress(port));
            System.out.println("listening on port " + port);
            while (true) {
                greet(listener.accept());
            }
        }
    }

    private static void greet(Socket client) {
        try (client) {
            OutputStream out = client.getOutputStream();
            String greeting = "Hello from port " + client.getLocalPort() + "\n";
            out.write(greeting.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.err.println("client: " + e.getMessage());
        }
    }
}
