package cruddur.sql;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.Optional;

/// Why a PostgreSQL server is not to be trusted, in a sentence for its operator, whichever driver
/// found it out.
public final class TlsFailure {

    private static final String ANOTHER_HOST =
            "The certificate of the PostgreSQL server is for another host name than the connection"
                    + " URL's";

    private TlsFailure() {}

    /// Empty if that is not what a failure is about.
    public static Optional<String> sentence(@Nullable Throwable failure) {
        return failure == null
                ? Optional.empty()
                : sentence(failure.getCause()).or(() -> own(failure));
    }

    private static Optional<String> own(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        return switch (failure) {
            case CertPathValidatorException e when e.getReason() == BasicReason.EXPIRED ->
                    Optional.of("The certificate of the PostgreSQL server has expired");
            case CertPathBuilderException _, CertPathValidatorException _ ->
                    Optional.of(
                            "The certificate of the PostgreSQL server is by no authority in the"
                                    + " connection URL's sslrootcert");
            case CertificateException _ when words.startsWith("No ") -> Optional.of(ANOTHER_HOST);
            default -> byWords(words);
        };
    }

    /// The drivers have no classes of their own for these. The server's does not tell why a
    /// handshake failed.
    private static Optional<String> byWords(String words) {
        if (words.contains("could not be verified by hostnameverifier")) {
            return Optional.of(ANOTHER_HOST);
        }
        if (words.equals("SSL handshake failed")) {
            return Optional.of(
                    "The certificate of the PostgreSQL server is by no authority in the connection"
                            + " URL's sslrootcert, or for another host name than the connection"
                            + " URL's");
        }
        return words.contains("not support SSL") || words.contains("not handle SSL")
                ? Optional.of(
                        "The PostgreSQL server does not speak TLS, which the connection URL's"
                                + " sslmode asks for")
                : Optional.empty();
    }
}
