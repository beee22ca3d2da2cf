package cruddur.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/// The file of authorities whose certificates are believed: `sslrootcert` of an address.
public final class Authorities {

    private static final String AMAZONS =
            ". Those of Amazon RDS are at https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

    private Authorities() {}

    /// Reads the file, if the address has certificates checked and does not leave it to the JDK's
    /// own list, so that nothing starts that could never connect.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator
    public static void check(ConnectionUrl url) {
        String file = url.authorities();
        if (!url.sslMode().startsWith("verify-") || file.equals(ConnectionUrl.SYSTEM)) {
            return;
        }
        try {
            if (!holdsCertificates(Files.readAllBytes(Path.of(file)))) {
                throw unusable(file, "holds no certificate");
            }
        } catch (NoSuchFileException _) {
            throw unusable(file, "does not exist");
        } catch (IOException _) {
            throw unusable(file, "cannot be read");
        }
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

    private static IllegalArgumentException unusable(String file, String why) {
        return new IllegalArgumentException(
                "The connection URL's sslrootcert " + file + " " + why + AMAZONS);
    }
}
