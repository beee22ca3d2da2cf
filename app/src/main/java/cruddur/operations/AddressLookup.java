package cruddur.operations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Finds out at which address others see this machine, by asking them. Blocks.
///
/// They are asked over IPv4, as all names are that have such an address, because it is the one that
/// RDS is reached over. No single one is believed, because its answer opens a door.
///
/// @param services that answer with the address of whoever asks
public record AddressLookup(List<URI> services) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What one of them said.
    private record Answer(URI service, PublicAddress address) {

        @Override
        public String toString() {
            return service.getAuthority() + " sees this machine at " + address;
        }
    }

    /// The address that all of them agree on.
    ///
    /// @throws UnreachableException if one of them does not answer
    /// @throws OperationException if they do not agree, or one answers with something else
    public PublicAddress find() {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return agreed(services.stream().map(service -> ask(client, service)).toList());
        }
    }

    private static PublicAddress agreed(List<Answer> answers) {
        if (answers.stream().map(Answer::address).distinct().count() != 1) {
            throw new OperationException(
                    answers.stream().map(Answer::toString).collect(Collectors.joining(", and "))
                            + "; a VPN or a proxy may be why. Say which it is with --ip.");
        }
        return answers.getFirst().address;
    }

    private static Answer ask(HttpClient client, URI service) {
        HttpResponse<String> response = send(client, service);
        try {
            return new Answer(service, PublicAddress.parse(response.body()));
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    service.getAuthority()
                            + " does not say at which address it sees this machine. Say it with --ip.",
                    e);
        }
    }

    private static HttpResponse<String> send(HttpClient client, URI service) {
        try {
            HttpRequest request = HttpRequest.newBuilder(service).timeout(PATIENCE).build();
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
                        + ", which would say at which address it sees this machine, does not answer. Say it with --ip.",
                cause);
    }
}
