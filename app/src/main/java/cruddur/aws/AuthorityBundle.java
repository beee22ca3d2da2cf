package cruddur.aws;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.operations.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;

/// The certificates of the authorities of database servers, as a PEM file for `sslrootcert`.
///
/// @param source where they are published
/// @param path where the file is kept
public record AuthorityBundle(URI source, Path path) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Fetches the file, unless it exists.
    ///
    /// @throws UnreachableException if it cannot be fetched
    /// @throws OperationException if the file, fetched or kept, contains no certificates
    public void fetchIfMissing() {
        try {
            if (!Files.exists(path)) {
                keep(fetched());
            }
            refuseOther(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new OperationException("Cannot keep " + path + ": " + IoReason.of(e), e);
        }
    }

    private byte[] fetched() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(source).timeout(PATIENCE).build();
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new UnreachableException(sentence("it answers " + response.statusCode()));
            }
            return response.body();
        } catch (IOException e) {
            throw new UnreachableException(sentence("it does not answer"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(sentence("it was interrupted"), e);
        }
    }

    private String sentence(String why) {
        return "Cannot fetch the certificates of RDS's authorities from "
                + source
                + ": "
                + why
                + ". Fetch them in another way to "
                + path
                + ", or set RDS_CA_BUNDLE_URL.";
    }

    private void keep(byte[] bundle) throws IOException {
        refuseOther(bundle);
        new WholeFile(path).write(part -> Files.write(part, bundle));
    }

    private void refuseOther(byte[] bundle) {
        try {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bundle))
                    .isEmpty()) {
                throw new CertificateException("it is empty");
            }
        } catch (CertificateException e) {
            throw new OperationException(
                    "There are no certificates in "
                            + (Files.exists(path) ? path : source)
                            + ", where those of RDS's authorities should be.",
                    e);
        }
    }
}
