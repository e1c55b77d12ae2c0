import java.io.*;
import java.lang.reflect.InvocationTargetException;
import java.net.*;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

/** Runs programs, each in a thread of its own: Runner CONFIG BASE REPORT OUTPUT HELD. */
public class Runner {
    public static void main(String[] args) throws Exception {
        List<String> config = Files.readAllLines(Path.of(args[0]));
        int programs = Integer.parseInt(config.get(0));
        int ports = Integer.parseInt(config.get(1));
        int base = Integer.parseInt(args[1]);
        boolean isHeld = args[4].equals("1");
        try {
            new ServerSocket(0).close();
        } catch (BindException refused) {
            // a kernel that refuses the first bind of each thread has refused this thread's now
        }
        warmUp();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream report = new PrintStream(args[2])) {
            for (int index = 0; index < programs; index++) {
                int start = said.size();
                List<Closeable> held = new ArrayList<>();
                for (String line : config.subList(2, config.size())) {
                    int port = base + index * ports + Integer.parseInt(line.split(" ")[1]);
                    System.setProperty(line.split(" ")[0], String.valueOf(port));
                    if (isHeld) {
                        hold(port, held);
                    }
                }
                ServerSocket peer = new ServerSocket(0);
                System.setProperty("PEER_PORT", String.valueOf(peer.getLocalPort()));
                System.setOut(new PrintStream(said, true));
                System.setErr(System.out);
                String[] status = {"signal 14"};
                int number = index;
                Thread thread = new Thread(() -> status[0] = run(number));
                thread.setDaemon(true);
                thread.start();
                thread.join(10_000);
                System.out.flush();
                System.setOut(out);
                System.setErr(err);
                for (Closeable one : held) {
                    one.close();
                }
                peer.close();
                report.println(index + " " + status[0] + " " + start + " " + said.size());
            }
        }
        Files.write(Path.of(args[3]), said.toByteArray());
    }

    private static String run(int index) {
        Class<?> program;
        try {
            program = Class.forName("p" + index + ".Program");
        } catch (ClassNotFoundException error) {
            return "exit 95";
        }
        new File("/rebind-mark/" + index).mkdir();
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return "exit 0";
        } catch (InvocationTargetException error) {
            System.out.println(error.getCause());
            return "exit 1";
        } catch (ReflectiveOperationException error) {
            return "exit 96";
        }
    }

    private static void hold(int port, List<Closeable> held) throws IOException {
        ServerSocket stream = new ServerSocket();
        stream.setReuseAddress(false);
        stream.bind(new InetSocketAddress(port));
        DatagramSocket datagram = new DatagramSocket(null);
        datagram.setReuseAddress(false);
        datagram.bind(new InetSocketAddress(port));
        held.add(stream);
        held.add(datagram);
    }

    /** What the JDK asks of the system once, with sockets of its own. */
    private static void warmUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                DatagramSocket datagram = new DatagramSocket();
                MulticastSocket multicast = new MulticastSocket();
                ServerSocketChannel channel = ServerSocketChannel.open();
                SocketChannel connection = SocketChannel.open();
                DatagramChannel datagrams = DatagramChannel.open()) {
            server.supportedOptions();
            datagram.supportedOptions();
            channel.supportedOptions();
            datagrams.supportedOptions();
            channel.socket().bind(new InetSocketAddress(0));
            connection.connect(channel.getLocalAddress());
        }
    }
}
