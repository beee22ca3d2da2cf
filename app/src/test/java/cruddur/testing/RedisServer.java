package cruddur.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Redis server on a free port, which can be frozen and killed.
public final class RedisServer implements AutoCloseable {

    private final int port = Ports.free();
    private final List<String> options = new ArrayList<>();
    private @Nullable Process process;

    private RedisServer() {}

    /// Starts one; waits until it listens.
    ///
    /// @param options of `redis-server`
    public static RedisServer start(String... options) {
        return new RedisServer().started("--port", List.of(options));
    }

    /// Starts one that speaks TLS alone.
    public static RedisServer secure(Certificates certificates, String... options) {
        RedisServer server = new RedisServer();
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--port", "0", "--tls-auth-clients", "no"));
        all.addAll(List.of("--tls-cert-file", certificates.certificate().toString()));
        all.addAll(List.of("--tls-key-file", certificates.key().toString()));
        all.addAll(List.of("--tls-ca-cert-file", certificates.authority().toString()));
        return server.started("--tls-port", all);
    }

    private RedisServer started(String portOption, List<String> more) {
        options.addAll(List.of("redis-server", portOption, "" + port, "--bind", "127.0.0.1"));
        options.addAll(List.of("--save", "", "--appendonly", "no"));
        options.addAll(more);
        startAgain();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        return this;
    }

    public URI address() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /// Starts it at the same address, empty.
    public void startAgain() {
        try {
            process = new ProcessBuilder(options)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("This test needs redis-server. On Debian: apt-get install redis-server", e);
        }
        while (!isListening()) {
            if (!running().isAlive()) {
                throw new IllegalStateException(
                        "redis-server has ended with " + running().exitValue() + ": " + options);
            }
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

    /// Has it refuse to store anything more.
    public void fill() {
        send("CONFIG SET maxmemory 1");
    }

    /// Makes what is stored as if its clock had been set back since: answers end, and are kept, that much longer.
    public void setClockBack(Duration time) {
        send("""
                EVAL "for _, key in ipairs(redis.call('keys', 'cruddur:*')) do\
                 if redis.call('type', key).ok == 'string' then\
                 local value = redis.call('get', key)\
                 local later = struct.unpack('>l', value) + ARGV[1]\
                 redis.call('set', key, struct.pack('>l', later) .. string.sub(value, 9), 'pxat', later)\
                 end end" 0 %d""".formatted(time.toMillis()));
    }

    private void send(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            int kind = socket.getInputStream().read();
            if (kind == '-') {
                throw new IllegalStateException("Redis refuses " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// It keeps its connections, and answers nothing until [#thaw].
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /// Returns when its port is free again.
    public void kill() {
        close();
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
            running().destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
