package cruddur.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The file of trusted certificate authorities: `sslrootcert` of a connection URL.
public final class Authorities {

    private static final String AMAZONS =
            ". Those of Amazon RDS are at https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Authorities() {}

    /// Checks the file, if the URL has certificates checked against one, so that a process that could
    /// never connect does not start.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator
    public static void check(ConnectionUrl url) {
        if (url.isVerified() && !url.authorities().equals(ConnectionUrl.SYSTEM)) {
            problem(url.authorities()).ifPresent(problem -> {
                throw unusable(url.authorities(), url.source(), problem + AMAZONS);
            });
        }
    }

    /// Checks such a file of another URL.
    ///
    /// @param source the name of the URL in messages
    /// @throws IllegalArgumentException with a sentence for the operator
    public static void check(String file, String source) {
        problem(file).ifPresent(problem -> {
            throw unusable(file, source, problem);
        });
    }

    private static Optional<String> problem(String file) {
        try {
            return holdsCertificates(Files.readAllBytes(Path.of(file)))
                    ? Optional.empty()
                    : Optional.of("holds no certificate");
        } catch (NoSuchFileException _) {
            return Optional.of("does not exist");
        } catch (IOException | InvalidPathException _) {
            return Optional.of("cannot be read");
        }
    }

    /// The path of the file, for programs that cannot read the JDK's list. That list is written to a file that lasts as
    /// long as this process.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator
    public static String file(ConnectionUrl url) {
        return url.isVerified() && url.authorities().equals(ConnectionUrl.SYSTEM)
                ? written(ofJdk()).toString()
                : url.authorities();
    }

    private static Path written(String certificates) {
        try {
            Path file = Files.createTempFile("cruddur-authorities", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, certificates);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot write the JDK's list of authorities to a temporary file: " + e, e);
        }
    }

    private static String ofJdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            StringBuilder certificates = new StringBuilder();
            for (TrustManager manager : factory.getTrustManagers()) {
                for (X509Certificate authority : ((X509TrustManager) manager).getAcceptedIssuers()) {
                    certificates.append(pem(authority));
                }
            }
            return certificates.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Cannot read the JDK's list of authorities: " + e.getMessage(), e);
        }
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n" + BASE64.encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static boolean holdsCertificates(byte[] file) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(file))
                    .isEmpty();
        } catch (CertificateException _) {
            return false;
        }
    }

    private static IllegalArgumentException unusable(String file, String source, String problem) {
        return new IllegalArgumentException("The sslrootcert " + file + " of " + source + " " + problem);
    }
}
