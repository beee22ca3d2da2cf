package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.MalformedTokens;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The tokens of the pool, and the ends of sessions.
@TestInstance(Lifecycle.PER_CLASS)
class TokensTest {

    private static final String ADA = "ada@example.com";

    private final ConnectionUrl database = Cluster.NEWEST.seeded();
    private final TestServer server = server(LocalPool.TOKEN_LIFETIME);
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    private TestServer server(Duration tokenLifetime) {
        return TestServer.withBuiltInPool(database, BuiltInPool.pool(tokenLifetime, new Outbox(_ -> {})));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject withToken(String token) {
        return JsonObject.of("AccessToken", token);
    }

    private JsonObject renewal(String flow, String refreshToken) {
        return JsonObject.of(
                "ClientId",
                LocalPool.CLIENT_ID,
                "AuthFlow",
                flow,
                "AuthParameters",
                JsonObject.of("REFRESH_TOKEN", refreshToken));
    }

    private static void isRefused(HttpResponse<String> response, String exception, String words) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(exception, words);
    }

    @Test
    void tokens_say_what_cognitos_say() {
        JsonObject session = pool.session(ADA, BuiltInPool.PASSWORD);
        assertThat(session.fieldNames())
                .containsExactlyInAnyOrder("AccessToken", "IdToken", "RefreshToken", "ExpiresIn", "TokenType");
        assertThat(session.getInteger("ExpiresIn")).isEqualTo(3600);
        assertThat(session.getString("TokenType")).isEqualTo("Bearer");

        String issuer = server.address() + "/cognito-idp/local_cruddur";
        JWTClaimsSet access = claims(session.getString("AccessToken"));
        assertThat(access.getClaims())
                .containsOnlyKeys(
                        "sub",
                        "iss",
                        "client_id",
                        "origin_jti",
                        "event_id",
                        "token_use",
                        "scope",
                        "auth_time",
                        "exp",
                        "iat",
                        "jti",
                        "username")
                .containsEntry("iss", issuer)
                .containsEntry("sub", "seed-ada")
                .containsEntry("username", "seed-ada")
                .containsEntry("token_use", "access")
                .containsEntry("client_id", "cruddurweb")
                .containsEntry("scope", "aws.cognito.signin.user.admin");
        JWTClaimsSet id = claims(session.getString("IdToken"));
        assertThat(id.getClaims())
                .containsOnlyKeys(
                        "sub",
                        "iss",
                        "aud",
                        "origin_jti",
                        "event_id",
                        "token_use",
                        "auth_time",
                        "exp",
                        "iat",
                        "jti",
                        "email",
                        "email_verified",
                        "name",
                        "preferred_username",
                        "cognito:username")
                .containsEntry("iss", issuer)
                .containsEntry("aud", List.of("cruddurweb"))
                .containsEntry("token_use", "id")
                .containsEntry("email", ADA)
                .containsEntry("email_verified", true)
                .containsEntry("name", "Ada Okoro")
                .containsEntry("preferred_username", "ada")
                .containsEntry("cognito:username", "seed-ada")
                .containsEntry("origin_jti", access.getClaim("origin_jti"))
                .containsEntry("event_id", access.getClaim("event_id"));
        assertThat(server.postWith(session.getString("IdToken"), "x").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_refresh_token_renews_the_others_and_stays() {
        JsonObject session = pool.session(ADA, BuiltInPool.PASSWORD);
        for (String flow : List.of("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")) {
            JsonObject renewed = pool.answer("InitiateAuth", renewal(flow, session.getString("RefreshToken")))
                    .getJsonObject("AuthenticationResult");

            assertThat(renewed.containsKey("RefreshToken")).isFalse();
            assertThat(claims(renewed.getString("AccessToken")).getClaim("origin_jti"))
                    .isEqualTo(claims(session.getString("AccessToken")).getClaim("origin_jti"));
            assertThat(claims(renewed.getString("AccessToken")).getClaim("auth_time"))
                    .isEqualTo(claims(session.getString("AccessToken")).getClaim("auth_time"));
            assertThat(server.postWith(renewed.getString("AccessToken"), "x").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_refresh_token_that_is_none_was_revoked_or_expired_is_refused() {
        isRefused(
                pool.call("InitiateAuth", renewal("REFRESH_TOKEN_AUTH", "nonsense")),
                "NotAuthorizedException",
                "Invalid Refresh Token");

        String expired = pool.session("bao@example.com", BuiltInPool.PASSWORD).getString("RefreshToken");
        server.sql()
                .run(
                        "update local_cognito.refresh_tokens set expires_at = expires_at - interval '30 days' where sub = 'seed-bao'");
        isRefused(
                pool.call("InitiateAuth", renewal("REFRESH_TOKEN_AUTH", expired)),
                "NotAuthorizedException",
                "Refresh Token has expired");
    }

    @Test
    void a_refresh_token_is_kept_as_a_digest_alone() {
        String token = pool.session(ADA, BuiltInPool.PASSWORD).getString("RefreshToken");

        assertThat(server.sql()
                        .value(
                                "select count(*) from local_cognito.refresh_tokens where token_digest = sha256(?::bytea)",
                                token.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("1");
    }

    @Test
    void revoking_ends_one_session() {
        JsonObject one = pool.session("cleo@example.com", BuiltInPool.PASSWORD);
        JsonObject other = pool.session("cleo@example.com", BuiltInPool.PASSWORD);
        JsonObject revocation = JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Token", one.getString("RefreshToken"));
        assertThat(pool.answer("RevokeToken", revocation).isEmpty()).isTrue();
        assertThat(pool.answer("RevokeToken", revocation).isEmpty()).isTrue();

        isRefused(
                pool.call("InitiateAuth", renewal("REFRESH_TOKEN_AUTH", one.getString("RefreshToken"))),
                "NotAuthorizedException",
                "Refresh Token has been revoked");
        isRefused(
                pool.call("GetUser", withToken(one.getString("AccessToken"))),
                "NotAuthorizedException",
                "Access Token has been revoked");
        pool.answer("GetUser", withToken(other.getString("AccessToken")));
        isRefused(
                pool.call("RevokeToken", revocation.put("Token", one.getString("AccessToken"))),
                "UnsupportedTokenTypeException",
                "Invalid token type");
    }

    @Test
    void signing_out_everywhere_ends_every_session() {
        JsonObject one = pool.session("dilip@example.com", BuiltInPool.PASSWORD);
        JsonObject other = pool.session("dilip@example.com", BuiltInPool.PASSWORD);
        pool.answer("GlobalSignOut", withToken(one.getString("AccessToken")));

        for (JsonObject session : List.of(one, other)) {
            isRefused(
                    pool.call("GetUser", withToken(session.getString("AccessToken"))),
                    "NotAuthorizedException",
                    "Access Token has been revoked");
            isRefused(
                    pool.call("InitiateAuth", renewal("REFRESH_TOKEN_AUTH", session.getString("RefreshToken"))),
                    "NotAuthorizedException",
                    "Refresh Token has been revoked");
        }
        isRefused(
                pool.call("GlobalSignOut", withToken(one.getString("AccessToken"))),
                "NotAuthorizedException",
                "Access Token has been revoked");
        pool.answer("GetUser", withToken(pool.signIn("dilip@example.com", BuiltInPool.PASSWORD)));
    }

    @Test
    void get_user_wants_an_access_token_of_this_pool() {
        JsonObject session = pool.session(ADA, BuiltInPool.PASSWORD);
        String[] parts = session.getString("AccessToken").split("\\.", -1);
        String others = pool.session("esra@example.com", BuiltInPool.PASSWORD).getString("AccessToken");

        for (String bad : List.of(
                "nonsense",
                session.getString("IdToken"),
                session.getString("RefreshToken"),
                parts[0] + "." + others.split("\\.", -1)[1] + "." + parts[2])) {
            isRefused(pool.call("GetUser", withToken(bad)), "NotAuthorizedException", "Token");
        }
    }

    @Test
    void a_malformed_token_is_refused_by_every_operation_that_takes_one() {
        for (String token : MalformedTokens.all()) {
            for (String operation : List.of("GetUser", "GlobalSignOut")) {
                isRefused(pool.call(operation, withToken(token)), "Exception", "");
            }
            JsonObject revocation = JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Token", token);
            assertThat(pool.call("RevokeToken", revocation).statusCode()).isIn(200, 400);
            isRefused(pool.call("InitiateAuth", renewal("REFRESH_TOKEN_AUTH", token)), "Exception", "");
        }
    }

    @Test
    void a_token_expires_when_its_time_is_over() {
        try (TestServer hasty = server(Duration.ofMinutes(-1))) {
            BuiltInPool door = BuiltInPool.at(hasty.uri("/"));
            String token = door.signIn(ADA, BuiltInPool.PASSWORD);

            isRefused(door.call("GetUser", withToken(token)), "NotAuthorizedException", "Access Token has expired");
            assertThat(hasty.postWith(token, "x").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void the_configuration_leads_to_the_keys() {
        JsonObject configuration =
                new JsonObject(server.get(LocalPool.CONFIGURATION_PATH).body());

        assertThat(configuration.getString("issuer")).isEqualTo(server.address() + "/cognito-idp/local_cruddur");
        assertThat(configuration.getString("jwks_uri")).isEqualTo(server.address() + LocalPool.JWKS_PATH);
    }
}
