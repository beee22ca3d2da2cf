package cruddur.sql;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reason why a server is not trusted, from the exceptions of all drivers.
public final class TlsFailure {

    private static final String ANOTHER_HOST = "the certificate of the server is for another host name";

    private static final String UNKNOWN_AUTHORITY =
            "the certificate of the server is from an authority that is not trusted here";

    private TlsFailure() {}

    /// The reason; empty if the failure has another cause.
    public static Optional<String> sentence(@Nullable Throwable failure) {
        return failure == null ? Optional.empty() : sentence(failure.getCause()).or(() -> own(failure));
    }

    private static Optional<String> own(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        return switch (failure) {
            case CertPathValidatorException e
            when e.getReason() == BasicReason.EXPIRED -> Optional.of("the certificate of the server has expired");
            case CertPathBuilderException _, CertPathValidatorException _ -> Optional.of(UNKNOWN_AUTHORITY);
            case CertificateException _ when words.startsWith("No ") -> Optional.of(ANOTHER_HOST);
            default -> byWords(words);
        };
    }

    /// The drivers have no exception classes for these. The server's driver does not report why a
    /// handshake failed.
    private static Optional<String> byWords(String words) {
        if (words.contains("could not be verified by hostnameverifier")) {
            return Optional.of(ANOTHER_HOST);
        }
        if (words.equals("SSL handshake failed")) {
            return Optional.of(UNKNOWN_AUTHORITY + ", or for another host name");
        }
        return words.contains("not support SSL") || words.contains("not handle SSL")
                ? Optional.of("the server does not speak TLS, which sslmode requires")
                : Optional.empty();
    }
}
