package cruddur.model;

import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The API as many people use it at the same time. Each person's token is signed once, because that
/// takes longer than most requests.
final class Api {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final TestServer server;

    Api(TestServer server) {
        this.server = server;
    }

    HttpRequest.Builder by(String handle, String path) {
        return server.request(path).header("Authorization", "Bearer " + token(handle));
    }

    private String token(String handle) {
        return tokens.computeIfAbsent(handle, _ -> server.pool().tokenOf("sub-" + handle));
    }

    HttpResponse<String> get(String path) {
        return send(server.request(path));
    }

    HttpResponse<String> post(String handle, String message, String ttl) {
        String body = Json.object("message", message, "ttl", ttl);
        return send(by(handle, "/api/activities").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> reply(String handle, String uuid, String message) {
        String body = Json.object("message", message);
        return send(by(handle, "/api/activities/" + uuid + "/reply").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String handle, String path) {
        return send(by(handle, path).PUT(BodyPublishers.noBody()));
    }

    HttpResponse<String> delete(String handle, String path) {
        return send(by(handle, path).DELETE());
    }

    /// If the machine is so busy that the server begins with no more requests, they wait as it asks them to.
    private static HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> answer;
        do {
            answer = HTTP.sendAsync(request.build(), BodyHandlers.ofString()).join();
        } while (answer.statusCode() == 503 && answer.body().contains("Too many requests wait for the database"));
        return answer;
    }

    /// Sends all of them at once.
    List<HttpResponse<String>> send(List<HttpRequest> requests) {
        List<CompletableFuture<HttpResponse<String>>> sent = requests.stream()
                .map(request -> HTTP.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }
}
