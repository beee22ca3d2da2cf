package cruddur.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An authority, and a server's certificate from it.
///
/// @param folder holds `ca.pem`, `server.pem` and `server.key`
public record Certificates(Path folder) {

    public static final String PASSWORD = "changeit";

    /// Creates them.
    ///
    /// @param host the name in the server's certificate
    public static Certificates in(Path folder, String host) {
        try {
            Certificates made = new Certificates(Files.createDirectories(folder));
            made.keytool("-alias", "ca", "-dname", "CN=An authority", "-ext", "bc:c");
            made.keytool("-alias", "server", "-signer", "ca", "-dname", "CN=" + host, "-ext", "san=dns:" + host);
            made.write();
            return made;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... what) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store().toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1"));
        words.addAll(List.of(what));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + words);
        }
    }

    /// The server's key and certificates, as a Java key store with the usual password.
    public Path store() {
        return folder.resolve("keys.p12");
    }

    private void write() throws IOException, GeneralSecurityException {
        KeyStore keys = keys();
        Files.writeString(authority(), pem("CERTIFICATE", keys.getCertificate("ca")));
        Files.writeString(certificate(), pem("CERTIFICATE", keys.getCertificate("server")));
        Key key = keys.getKey("server", PASSWORD.toCharArray());
        Files.writeString(key(), pem("PRIVATE KEY", key.getEncoded()));
        key().toFile().setReadable(false, false);
        key().toFile().setReadable(true, true);
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        }
    }

    private static String pem(String what, Certificate certificate) throws GeneralSecurityException {
        return pem(what, certificate.getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what);
    }

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    public Path certificate() {
        return folder.resolve("server.pem");
    }

    public Path key() {
        return folder.resolve("server.key");
    }

    /// For a server in Java.
    SSLContext context() {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
