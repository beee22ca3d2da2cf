package cruddur.operations;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClientBuilder;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The people of one user pool, of Amazon Cognito or of what speaks its protocol. Blocks.
///
/// The only class that knows Amazon's client, so that nothing of it is loaded before somebody asks
/// for a pool's people.
public final class PoolUsers {

    private final String poolId;
    private final Region region;
    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;

    private PoolUsers(String poolId, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        this.poolId = poolId;
        this.region = regionOf(poolId);
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /// A pool of Amazon's, or of what the SDK's endpoint variables name instead, asked with the
    /// credentials that the SDK finds.
    public static PoolUsers ofAmazon(String poolId) {
        return new PoolUsers(
                poolId, Optional.empty(), DefaultCredentialsProvider.builder().build());
    }

    /// A pool that asks for a signature, and checks none.
    public static PoolUsers unsecured(String poolId, URI endpoint) {
        return new PoolUsers(
                poolId,
                Optional.of(endpoint),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    /// A pool is in the region that its id begins with, whatever region is set for all else.
    private static Region regionOf(String poolId) {
        if (!poolId.matches("[a-z0-9-]+_[A-Za-z0-9]+")) {
            throw new IllegalArgumentException(
                    "A user pool's id looks like ca-central-1_AbCdEfGhI, and this one does not: "
                            + poolId);
        }
        return Region.of(poolId.substring(0, poolId.indexOf('_')));
    }

    /// Where the pool is, for example `ca-central-1`.
    public String region() {
        return region.id();
    }

    /// Everybody in the pool. They are held in memory, which has room for some hundred thousand.
    ///
    /// @throws UnreachableException if the pool does not answer, or does not take the credentials
    /// @throws OperationException if it answers, and refuses
    public List<PoolUser> all() {
        requireCredentials();
        try (CognitoIdentityProviderClient client = client()) {
            // Attributes cannot be asked for by name: Cognito then refuses a page on which somebody
            // lacks one.
            return client.listUsersPaginator(request -> request.userPoolId(poolId)).users().stream()
                    .map(PoolUsers::described)
                    .toList();
        } catch (CognitoIdentityProviderException e) {
            throw refusal(e);
        } catch (SdkClientException e) {
            throw new UnreachableException(
                    "The user pool " + poolId + " does not answer: " + e.getMessage(), e);
        }
    }

    private void requireCredentials() {
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new UnreachableException(
                    "There are no AWS credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
                    e);
        }
    }

    private CognitoIdentityProviderClient client() {
        CognitoIdentityProviderClientBuilder builder =
                CognitoIdentityProviderClient.builder()
                        .region(region)
                        .credentialsProvider(credentials)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(Duration.ofSeconds(5))
                                        .socketTimeout(Duration.ofSeconds(10)));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static PoolUser described(UserType user) {
        Map<String, String> attributes =
                user.attributes().stream()
                        .collect(
                                Collectors.toMap(
                                        AttributeType::name,
                                        attribute -> attribute.value().replace("\0", ""),
                                        (first, _) -> first));
        return new PoolUser(
                attributes.getOrDefault("sub", user.username()),
                Optional.ofNullable(attributes.get("name")),
                Optional.ofNullable(attributes.get("email")),
                Optional.ofNullable(attributes.get("preferred_username")),
                user.userStatusAsString(),
                Boolean.TRUE.equals(user.enabled()));
    }

    private OperationException refusal(CognitoIdentityProviderException e) {
        return switch (String.valueOf(e.awsErrorDetails().errorCode())) {
            case "ResourceNotFoundException" ->
                    new OperationException(
                            "There is no user pool " + poolId + " in " + region + ".", e);
            case "AccessDeniedException", "NotAuthorizedException" ->
                    new UnreachableException(
                            "These AWS credentials may not list the people of "
                                    + poolId
                                    + "; they need the permission cognito-idp:ListUsers.",
                            e);
            case "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "IncompleteSignatureException",
                    "MissingAuthenticationTokenException",
                    "ExpiredTokenException",
                    "InvalidClientTokenId" ->
                    new UnreachableException(
                            "AWS refuses these credentials: " + e.awsErrorDetails().errorMessage(),
                            e);
            case "TooManyRequestsException" ->
                    new UnreachableException(
                            "Cognito has too much to do for " + poolId + "; try again in a minute.",
                            e);
            default ->
                    new OperationException(
                            "The user pool " + poolId + " refuses: " + e.getMessage(), e);
        };
    }
}
