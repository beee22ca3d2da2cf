package cruddur.secrets;

import cruddur.json.Json;
import cruddur.secrets.FetchedLogin.Pass;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.LoginException;
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

/// A secret of AWS Secrets Manager with the login of the database, in the format of RDS:
/// `{"username":"…","password":"…"}`.
///
/// The call does not use the SDK, which would be most of the function's jar, and of its cold start.
public final class Secret implements FetchedLogin.Source {

    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:secretsmanager:(?<region>[a-z0-9-]+):[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+");

    /// The limit for connecting and for the answer, each.
    private static final int WAIT_MILLIS = 1_000;

    private final ConnectionUrl database;
    private final String arn;
    private final URI endpoint;
    private final Signers signers;
    private final String region;

    /// The source of the credentials that sign the calls.
    @FunctionalInterface
    public interface Signers {

        /// A signer with the current credentials; those of a role change over time.
        ///
        /// @throws LoginException if there are none
        Signer of(String region, String service) throws LoginException;
    }

    /// @param database the database that the secret's user connects to
    /// @param settings of which `AWS_ENDPOINT_URL_SECRETS_MANAGER` or `AWS_ENDPOINT_URL` may name
    ///   another endpoint than Amazon's
    /// @throws IllegalArgumentException with a sentence for the operator, if `arn` is not the ARN of a
    ///   secret
    public Secret(ConnectionUrl database, String arn, Settings settings, Signers signers) {
        this.database = database;
        this.arn = arn;
        this.region = regionOf(arn);
        this.endpoint = AwsService.SECRETS_MANAGER.address(region, settings);
        this.signers = signers;
    }

    /// The region of a secret.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator, if `arn` is not the ARN of a
    ///   secret
    public static String regionOf(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The setting for the secret's ARN is not one of AWS Secrets Manager. It must look like"
                            + " arn:aws:secretsmanager:ca-central-1:123456789012:secret:name-AbCdEf");
        }
        return parts.group("region");
    }

    @Override
    public ConnectionUrl address() {
        return database;
    }

    /// The URL with the secret's user and password, valid until PostgreSQL refuses them.
    @Override
    public Pass fetch() throws LoginException {
        Map<String, String> login = login();
        String password = login.get("/password");
        if (password == null) {
            throw new LoginException("The secret holds no password");
        }
        return new Pass(
                database.withLogin(login.getOrDefault("/username", database.user()), Optional.of(password)),
                Instant.MAX);
    }

    private Map<String, String> login() throws LoginException {
        try {
            Map<String, String> answer = Json.strings(answer());
            return Json.strings(answer.getOrDefault("/SecretString", "").getBytes(StandardCharsets.UTF_8));
        } catch (LoginException e) {
            throw e;
        } catch (IOException e) {
            // Its message may quote the secret.
            throw new LoginException(
                    "The database's password cannot be fetched: " + e.getClass().getSimpleName());
        }
    }

    private byte[] answer() throws IOException {
        HttpURLConnection call =
                (HttpURLConnection) endpoint.resolve("/").toURL().openConnection();
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
            throw new LoginException("Secrets Manager refuses the database's password: " + refusal(call));
        }
        try (InputStream in = call.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private byte[] body() {
        return Json.object(object -> object.writeStringField("SecretId", arn)).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> headers(byte[] body) throws LoginException {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("host", endpoint.getAuthority());
        headers.put("x-amz-target", "secretsmanager.GetSecretValue");
        return signers.of(region, "secretsmanager").signed("POST", "/", headers, body, Instant.now());
    }

    /// The name of the error, such as `AccessDeniedException`; its sentence would name the account.
    private static String refusal(HttpURLConnection call) throws IOException {
        try (InputStream in = call.getErrorStream()) {
            String type = in == null ? "" : Json.strings(in.readAllBytes()).get("/__type");
            return call.getResponseCode() + " " + type;
        }
    }
}
