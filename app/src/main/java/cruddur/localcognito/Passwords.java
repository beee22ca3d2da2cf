package cruddur.localcognito;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Passwords as Argon2id hashes, written as PHC strings. A hash takes 19 MiB and some fifty milliseconds.
///
/// Thread-safe; one instance serves the process.
public final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int TEXT_BYTES = 16;

    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private static final SecureRandom RANDOM = new SecureRandom();

    /// The hash of no password, so that an unknown account takes as long as a known one.
    private static final String HASH_OF_NONE = phc(new byte[SALT_BYTES], new byte[HASH_BYTES]);

    private final HashThreads threads;

    Passwords(Counts counts) {
        this.threads = new HashThreads(MEMORY_KIB, counts);
    }

    /// Runs work that includes a hash.
    ///
    /// @throws CognitoError at once, without running it, if too many hashes wait
    <T> T admitted(Caller caller, Supplier<T> work) {
        return threads.admitted(caller, work);
    }

    /// Computes something else that takes a core for a while, when its turn comes.
    <T> T compute(Caller caller, Supplier<T> work) {
        return threads.run(caller, _ -> work.get());
    }

    /// A new hash; blocks until it is computed.
    String hash(Caller caller, String password) {
        return threads.run(caller, memory -> hashOf(password, memory));
    }

    /// Whether this is the password; takes as long if there is no hash to compare it with.
    boolean isRight(Caller caller, String password, Optional<String> hash) {
        return threads.run(caller, memory -> matches(password, hash.orElse(HASH_OF_NONE), memory)) && hash.isPresent();
    }

    /// Hashes on this thread, which takes a while.
    public static String hashOf(String password) {
        return hashOf(password, new FixedBlockPool(MEMORY_KIB));
    }

    /// What the database keeps of a password for sign-ins by SRP.
    public static byte[] verifierOf(String sub, String password, Seal seal) {
        return Verifier.of(sub, password).sealed(seal, sub);
    }

    private static String hashOf(String password, BlockPool memory) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return phc(salt, argon2id(password, parameters(salt, MEMORY_KIB, ITERATIONS, LANES), memory, HASH_BYTES));
    }

    private static String phc(byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, ITERATIONS, LANES, base64(salt), base64(hash));
    }

    static boolean matches(String password, String phc, BlockPool memory) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("A password hash is malformed");
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        Argon2Parameters.Builder parameters = parameters(
                Base64.getDecoder().decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        return MessageDigest.isEqual(expected, argon2id(password, parameters, memory, expected.length));
    }

    private static Argon2Parameters.Builder parameters(byte[] salt, int memoryKib, int iterations, int lanes) {
        return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt);
    }

    private static byte[] argon2id(String password, Argon2Parameters.Builder parameters, BlockPool memory, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters.withBlockPool(memory).build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /// A random password that every policy accepts: 128 random bits, behind one character of each kind.
    public static String randomText() {
        byte[] bytes = new byte[TEXT_BYTES];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    /// The password of the people of the seed world. It follows from the secret, so that all servers print the
    /// same one.
    public static String ofSeedWorld(Seal seal) {
        return text(Arrays.copyOf(seal.pseudonym("password of the seed world"), TEXT_BYTES));
    }

    private static String text(byte[] bytes) {
        return "Aa1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
