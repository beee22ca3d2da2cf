package cruddur.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Redis server on a free port, which can be frozen and killed.
public final class RedisServer implements AutoCloseable {

    private final int port = Installation.freePort();
    private @Nullable Process process;

    /// Starts one; waits until it listens.
    public static RedisServer start() {
        RedisServer server = new RedisServer();
        server.startAgain();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    public URI address() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /// Starts it at the same address, empty.
    public void startAgain() {
        try {
            process = new ProcessBuilder(
                            "redis-server",
                            "--port",
                            "" + port,
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("This test needs redis-server. On Debian: apt-get install redis-server", e);
        }
        while (!isListening()) {
            CruddurProcess.pause(10);
        }
    }

    private boolean isListening() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// It keeps its connections, and answers nothing until [#thaw].
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    public void kill() {
        signal("KILL");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "" + running().pid()).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("It was not started");
        }
        return process;
    }

    @Override
    public void close() {
        try {
            running().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
