package cruddur.aws;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Asks services on the internet for the address at which they see this machine. Blocks.
///
/// The requests go over IPv4, as to every name that has an IPv4 address, because RDS is reached over
/// IPv4. All services must agree, because their answer becomes an allowed address.
///
/// @param services that answer with the address of their client
public record AddressLookup(List<URI> services) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// The answer of one service.
    private record Answer(URI service, PublicAddress address) {

        @Override
        public String toString() {
            return service.getAuthority() + " sees this machine at " + address;
        }
    }

    /// The address that all of them agree on.
    ///
    /// @throws UnreachableException if one of them does not answer
    /// @throws OperationException if they do not agree, or one answers with something else than an address
    public PublicAddress find() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return agreed(services.stream().map(service -> ask(client, service)).toList());
        }
    }

    private static PublicAddress agreed(List<Answer> answers) {
        if (answers.stream().map(Answer::address).distinct().count() != 1) {
            throw new OperationException(answers.stream().map(Answer::toString).collect(Collectors.joining(", and "))
                    + "; a VPN or a proxy may be why. Name the right address with --ip.");
        }
        return answers.getFirst().address;
    }

    private static Answer ask(HttpClient client, URI service) {
        HttpResponse<String> response = send(client, service);
        try {
            return new Answer(service, PublicAddress.parse(response.body()));
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    service.getAuthority() + " does not answer with the address of this machine. Name it with --ip.",
                    e);
        }
    }

    private static HttpResponse<String> send(HttpClient client, URI service) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(service).timeout(PATIENCE).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return response;
            }
            throw away(service, new IOException("status " + response.statusCode()));
        } catch (IOException e) {
            throw away(service, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(service, e);
        }
    }

    private static UnreachableException away(URI service, Exception cause) {
        return new UnreachableException(
                service.getAuthority()
                        + ", which reports the address of this machine, does not answer. Name the address with --ip.",
                cause);
    }
}
