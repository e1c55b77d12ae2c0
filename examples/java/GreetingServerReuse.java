import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * S3: the greeting server with address reuse switched on before bind.
 *
 * <pre>java GreetingServerReuse.java [PORT]        default 8080</pre>
 *
 * However many connections it has closed, it starts again at once. JVMs differ in what they set when
 * the program says nothing, so it says it.
 */
final class GreetingServerReuse {
    private GreetingServerReuse() {}

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(true);
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
