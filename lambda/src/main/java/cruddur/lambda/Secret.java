package cruddur.lambda;

import cruddur.sql.ConnectionUrl;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A secret of AWS Secrets Manager that holds who connects to the database, as RDS writes them:
/// `{"username":"…","password":"…"}`. Fetched when it is first needed, and kept. Belongs to one
/// thread at a time.
///
/// The call is made by hand: the SDK would be most of the jar, and of the cold start.
final class Secret {

    private static final Pattern ARN =
            Pattern.compile(
                    "arn:(?<partition>aws[a-z-]*):secretsmanager:(?<region>[a-z0-9-]+):[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+");

    private static final int WAIT_MILLIS = 1_000;

    private final String arn;
    private final URI endpoint;
    private final Signer signer;
    private @Nullable Map<String, String> login;

    private Secret(String arn, URI endpoint, Signer signer) {
        this.arn = arn;
        this.endpoint = endpoint;
        this.signer = signer;
    }

    /// The secret at `CONNECTION_SECRET_ARN`, with the credentials that Lambda gives a function;
    /// `AWS_ENDPOINT_URL_SECRETS_MANAGER` may name another endpoint.
    static @Nullable Secret of(Map<String, String> environment) {
        String arn = environment.getOrDefault("CONNECTION_SECRET_ARN", "");
        if (arn.isBlank()) {
            return null;
        }
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "CONNECTION_SECRET_ARN is not the ARN of a secret of AWS Secrets Manager");
        }
        return new Secret(
                arn,
                endpoint(parts, environment),
                Signer.of(environment, parts.group("region"), "secretsmanager"));
    }

    private static URI endpoint(Matcher parts, Map<String, String> environment) {
        String domain =
                parts.group("partition").equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        return URI.create(
                environment.getOrDefault(
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        "https://secretsmanager." + parts.group("region") + "." + domain));
    }

    /// The address with the secret's person and password.
    ///
    /// @throws ConfirmationException if the secret cannot be fetched
    ConnectionUrl loginTo(ConnectionUrl url) {
        Map<String, String> fetched = login == null ? fetch() : login;
        login = fetched;
        return new ConnectionUrl(
                fetched.getOrDefault("/username", url.user()),
                Optional.ofNullable(fetched.get("/password")),
                url.host(),
                url.port(),
                url.database(),
                url.parameters());
    }

    /// Has it fetched again when it is next needed.
    void forget() {
        login = null;
    }

    private Map<String, String> fetch() {
        try {
            Map<String, String> answer = Json.strings(answer());
            return Json.strings(
                    answer.getOrDefault("/SecretString", "").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ConfirmationException(
                    "The database's password cannot be fetched: " + e.getClass().getSimpleName());
        }
    }

    private byte[] answer() throws IOException {
        HttpURLConnection call = (HttpURLConnection) endpoint.resolve("/").toURL().openConnection();
        call.setConnectTimeout(WAIT_MILLIS);
        call.setReadTimeout(WAIT_MILLIS);
        call.setInstanceFollowRedirects(false);
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        byte[] body = body();
        headers(body).forEach(call::setRequestProperty);
        try (OutputStream out = call.getOutputStream()) {
            out.write(body);
        }
        if (call.getResponseCode() != 200) {
            throw new ConfirmationException(
                    "Secrets Manager does not give the database's password: " + refusal(call));
        }
        try (InputStream in = call.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private byte[] body() {
        return Json.object(object -> object.writeStringField("SecretId", arn))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> headers(byte[] body) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("host", endpoint.getAuthority());
        headers.put("x-amz-target", "secretsmanager.GetSecretValue");
        return signer.signed("POST", "/", headers, body, Instant.now());
    }

    /// The name of what is wrong, like `AccessDeniedException`; the sentence beside it would name
    /// the account.
    private static String refusal(HttpURLConnection call) throws IOException {
        try (InputStream in = call.getErrorStream()) {
            String type = in == null ? "" : Json.strings(in.readAllBytes()).get("/__type");
            return call.getResponseCode() + " " + type;
        }
    }
}
