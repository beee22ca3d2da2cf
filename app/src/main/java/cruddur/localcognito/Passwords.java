package cruddur.localcognito;

import io.vertx.core.Future;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Passwords as Argon2id hashes, written as PHC strings.
///
/// A hash takes 19 MiB and some fifty milliseconds, so at most two are made at once, and few wait.
/// Thread-safe; one serves a whole process.
public final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final int AT_ONCE = 2;

    /// More would not be done before their requests are given up.
    private static final int WAITING = 32;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private static final SecureRandom RANDOM = new SecureRandom();

    /// What no password hashes to: an unknown account is to cost as much as a known one.
    private static final String NOBODYS = phc(new byte[SALT_BYTES], new byte[HASH_BYTES]);

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    IDLE.toSeconds(),
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("password-", 0).factory());

    public Passwords() {
        threads.allowCoreThreadTimeOut(true);
    }

    Future<String> hash(String password) {
        return queued(() -> hashOf(password));
    }

    /// Whether this is the password; takes as long when there is no hash to compare it with.
    Future<Boolean> isRight(String password, Optional<String> hash) {
        return queued(() -> matches(password, hash.orElse(NOBODYS)) && hash.isPresent());
    }

    private <T> Future<T> queued(Callable<T> work) {
        try {
            return Elsewhere.call(threads, work);
        } catch (RejectedExecutionException _) {
            throw new CognitoException("TooManyRequestsException", "Too many requests");
        }
    }

    /// Hashes on this thread, which takes a while.
    public static String hashOf(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return phc(salt, argon2id(password, salt, MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES));
    }

    private static String phc(byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, ITERATIONS, LANES, base64(salt), base64(hash));
    }

    private static boolean matches(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("A password hash is not written as it should be");
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] actual =
                argon2id(
                        password,
                        Base64.getDecoder().decode(parts.group(4)),
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)),
                        expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    private static byte[] argon2id(
            String password, byte[] salt, int memoryKib, int iterations, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(iterations)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /// A password that nobody can guess and that every policy takes: 128 random bits, behind one
    /// character of each kind.
    public static String randomText() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return "Aa1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
