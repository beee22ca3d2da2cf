package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SignUpResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

/// Amazon's own client, with this endpoint, works as with Amazon's pool.
@TestInstance(Lifecycle.PER_CLASS)
class AmazonsClientTest {

    private static final String CLIENT = LocalPool.CLIENT_ID;

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    private CognitoIdentityProviderClient client(String path) {
        return CognitoIdentityProviderClient.builder()
                .endpointOverride(URI.create(server.address() + path))
                .region(Region.CA_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(BuiltInPool.OPERATORS_KEY, "not checked")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cognito-idp", "/cognito-idp/"})
    void the_whole_journey(String path) {
        String email = path.endsWith("/") ? "grete@example.com" : "iris@example.com";
        try (CognitoIdentityProviderClient amazon = client(path)) {
            String sub = signUp(amazon, email);
            confirm(amazon, email);
            AuthenticationResultType session = signIn(amazon, email, BuiltInPool.PASSWORD);
            isWhoeverSignedUp(amazon, session, sub, email);
            renew(amazon, session);
            reset(amazon, email);
            signOut(amazon, email);
        }
    }

    private static String signUp(CognitoIdentityProviderClient amazon, String email) {
        SignUpResponse signedUp = trySignUp(amazon, email);
        assertThat(signedUp.userConfirmed()).isFalse();
        assertThat(signedUp.codeDeliveryDetails().deliveryMedium()).isEqualTo(DeliveryMediumType.EMAIL);
        assertThatThrownBy(() -> trySignUp(amazon, email)).isInstanceOf(UsernameExistsException.class);
        return signedUp.userSub();
    }

    private static SignUpResponse trySignUp(CognitoIdentityProviderClient amazon, String email) {
        return amazon.signUp(r -> r.clientId(CLIENT)
                .username(email)
                .password(BuiltInPool.PASSWORD)
                .userAttributes(
                        attribute("name", "Grete O'Neil"),
                        attribute("email", email),
                        attribute("preferred_username", "grete")));
    }

    private static AttributeType attribute(String name, String value) {
        return AttributeType.builder().name(name).value(value).build();
    }

    private void confirm(CognitoIdentityProviderClient amazon, String email) {
        assertThatThrownBy(() -> signIn(amazon, email, BuiltInPool.PASSWORD))
                .isInstanceOf(UserNotConfirmedException.class);
        amazon.resendConfirmationCode(r -> r.clientId(CLIENT).username(email));
        String code = pool.code(email);
        assertThatThrownBy(() -> amazon.confirmSignUp(
                        r -> r.clientId(CLIENT).username(email).confirmationCode("x" + code)))
                .isInstanceOf(CodeMismatchException.class);
        amazon.confirmSignUp(r -> r.clientId(CLIENT).username(email).confirmationCode(code));
    }

    private static AuthenticationResultType signIn(
            CognitoIdentityProviderClient amazon, String email, String password) {
        return amazon.initiateAuth(r -> r.clientId(CLIENT)
                        .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                        .authParameters(Map.of("USERNAME", email, "PASSWORD", password)))
                .authenticationResult();
    }

    private void isWhoeverSignedUp(
            CognitoIdentityProviderClient amazon, AuthenticationResultType session, String sub, String email) {
        GetUserResponse user = amazon.getUser(r -> r.accessToken(session.accessToken()));
        assertThat(user.username()).isEqualTo(sub);
        assertThat(values(user.userAttributes()))
                .isEqualTo(Map.of(
                        "sub", sub,
                        "email", email,
                        "email_verified", "true",
                        "name", "Grete O'Neil",
                        "preferred_username", "grete"));
        assertThat(server.postWith(session.accessToken(), "Hello").statusCode()).isEqualTo(200);
        assertThat(server.sql().value("select display_name from users where cognito_user_id = ?", sub))
                .isEqualTo("Grete O'Neil");
    }

    private static Map<String, String> values(List<AttributeType> attributes) {
        return attributes.stream().collect(Collectors.toMap(AttributeType::name, AttributeType::value));
    }

    private static void renew(CognitoIdentityProviderClient amazon, AuthenticationResultType session) {
        AuthenticationResultType renewed = amazon.initiateAuth(r -> r.clientId(CLIENT)
                        .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                        .authParameters(Map.of("REFRESH_TOKEN", session.refreshToken())))
                .authenticationResult();
        amazon.getUser(r -> r.accessToken(renewed.accessToken()));
        amazon.revokeToken(r -> r.clientId(CLIENT).token(session.refreshToken()));
        assertThatThrownBy(() -> amazon.getUser(r -> r.accessToken(renewed.accessToken())))
                .isInstanceOf(NotAuthorizedException.class);
    }

    private void reset(CognitoIdentityProviderClient amazon, String email) {
        amazon.forgotPassword(r -> r.clientId(CLIENT).username(email));
        amazon.confirmForgotPassword(r -> r.clientId(CLIENT)
                .username(email)
                .confirmationCode(pool.code(email))
                .password("N3w-password"));
        assertThatThrownBy(() -> signIn(amazon, email, BuiltInPool.PASSWORD))
                .isInstanceOf(NotAuthorizedException.class);
    }

    private static void signOut(CognitoIdentityProviderClient amazon, String email) {
        AuthenticationResultType session = signIn(amazon, email, "N3w-password");
        amazon.globalSignOut(r -> r.accessToken(session.accessToken()));
        assertThatThrownBy(() -> amazon.getUser(r -> r.accessToken(session.accessToken())))
                .isInstanceOf(NotAuthorizedException.class)
                .hasMessageContaining("Access Token has been revoked");
    }

    @Test
    void a_person_changes_the_password_and_deletes_the_account() {
        String email = "leaves@example.com";
        String sub = pool.admit(email);
        try (CognitoIdentityProviderClient amazon = client("/cognito-idp/")) {
            AuthenticationResultType session = signIn(amazon, email, BuiltInPool.PASSWORD);
            String token = session.accessToken();
            assertThatThrownBy(() -> change(amazon, token, "Wr0ng-password", "N3w-password"))
                    .isInstanceOf(NotAuthorizedException.class)
                    .hasMessageContaining("Incorrect username or password.");
            assertThatThrownBy(() -> change(amazon, token, BuiltInPool.PASSWORD, "weak"))
                    .isInstanceOf(InvalidPasswordException.class);
            assertThatThrownBy(() -> change(amazon, "x.y.z", BuiltInPool.PASSWORD, "N3w-password"))
                    .isInstanceOf(NotAuthorizedException.class);

            change(amazon, token, BuiltInPool.PASSWORD, "N3w-password");

            amazon.getUser(r -> r.accessToken(token));
            assertThatThrownBy(() -> signIn(amazon, email, BuiltInPool.PASSWORD))
                    .isInstanceOf(NotAuthorizedException.class);
            String other = signIn(amazon, email, "N3w-password").accessToken();

            amazon.deleteUser(r -> r.accessToken(token));

            assertThatThrownBy(() -> amazon.getUser(r -> r.accessToken(other)))
                    .isInstanceOf(NotAuthorizedException.class);
            assertThatThrownBy(() -> amazon.deleteUser(r -> r.accessToken(token)))
                    .isInstanceOf(NotAuthorizedException.class);
            assertThatThrownBy(() -> signIn(amazon, email, "N3w-password")).isInstanceOf(NotAuthorizedException.class);
            assertThat(pool.admit(email)).isNotEqualTo(sub);
        }
    }

    @Test
    void guesses_at_the_previous_password_lock_it() {
        pool.admit("guessed@example.com");
        try (CognitoIdentityProviderClient amazon = client("/cognito-idp/")) {
            String token =
                    signIn(amazon, "guessed@example.com", BuiltInPool.PASSWORD).accessToken();
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> change(amazon, token, "Wr0ng-password", "N3w-password"))
                        .isInstanceOf(NotAuthorizedException.class);
            }
            assertThatThrownBy(() -> change(amazon, token, BuiltInPool.PASSWORD, "N3w-password"))
                    .isInstanceOf(LimitExceededException.class);
        }
    }

    private static void change(CognitoIdentityProviderClient amazon, String token, String previous, String proposed) {
        amazon.changePassword(
                r -> r.accessToken(token).previousPassword(previous).proposedPassword(proposed));
    }

    @Test
    void an_operator_lists_everybody_page_by_page() {
        pool.signUp("not-yet@example.com");
        try (CognitoIdentityProviderClient amazon = client("/cognito-idp/")) {
            List<UserType> users =
                    amazon
                            .listUsersPaginator(
                                    r -> r.userPoolId(LocalPool.POOL_ID).limit(5))
                            .users()
                            .stream()
                            .toList();

            assertThat(users).hasSizeGreaterThanOrEqualTo(13).doesNotHaveDuplicates();
            assertThat(users.stream().map(user -> values(user.attributes()).get("email")))
                    .contains("ada@example.com", "not-yet@example.com")
                    .doesNotHaveDuplicates();
            UserType ada = users.stream()
                    .filter(user -> user.username().equals("seed-ada"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ada.userStatus()).isEqualTo(UserStatusType.CONFIRMED);
            assertThat(ada.enabled()).isTrue();
            assertThat(ada.userCreateDate()).isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
            assertThat(values(ada.attributes())).containsEntry("sub", "seed-ada");
            assertThat(users.stream()
                            .filter(user -> user.userStatus() == UserStatusType.UNCONFIRMED)
                            .map(user -> values(user.attributes()).get("email_verified")))
                    .contains("false");
        }
    }
}
