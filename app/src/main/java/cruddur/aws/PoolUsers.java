package cruddur.aws;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.reconciliation.PoolUser;
import cruddur.secrets.AwsService;
import cruddur.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/// The people of one user pool, Amazon Cognito's or another one with its protocol. Blocks.
public final class PoolUsers {

    private final String poolId;
    private final Account account;

    private PoolUsers(String poolId, Account account) {
        this.poolId = poolId;
        this.account = account;
    }

    /// A pool of Amazon's, or of the service that the SDK's endpoint variables name, with the
    /// credentials that the SDK finds.
    ///
    /// @param settings by the names of the SDK's environment variables
    public static PoolUsers ofAmazon(String poolId, Settings settings) {
        return new PoolUsers(poolId, Account.in(regionOf(poolId), settings));
    }

    /// A pool that checks the access key and not the signature.
    public static PoolUsers withKeyAlone(String poolId, URI endpoint, String accessKey) {
        return ofAmazon(
                poolId,
                new Settings(Map.of(
                        "AWS_ACCESS_KEY_ID",
                        accessKey,
                        "AWS_SECRET_ACCESS_KEY",
                        "not checked",
                        "AWS_ENDPOINT_URL",
                        endpoint.toString())));
    }

    /// A pool is in the region that its id begins with, whichever region the settings name.
    private static Region regionOf(String poolId) {
        if (!poolId.matches("[a-z0-9-]+_[A-Za-z0-9]+")) {
            throw new IllegalArgumentException(
                    "A user pool's id looks like ca-central-1_AbCdEfGhI; this one does not: " + poolId);
        }
        return Region.of(poolId.substring(0, poolId.indexOf('_')));
    }

    /// Where the pool is, for example `ca-central-1`.
    public String region() {
        return account.region().id();
    }

    /// All people in the pool, in memory. That is enough for some hundred thousand.
    ///
    /// @throws UnreachableException if the pool does not answer, or rejects the credentials
    /// @throws OperationException if the pool refuses
    public List<PoolUser> all() {
        CognitoIdentityProviderClient client =
                account.client(CognitoIdentityProviderClient.builder(), AwsService.COGNITO_IDENTITY_PROVIDER);
        try (client) {
            // Not by attribute name: Cognito refuses such a request if one person on the page lacks the attribute.
            return client.listUsersPaginator(request -> request.userPoolId(poolId)).users().stream()
                    .map(PoolUsers::described)
                    .toList();
        } catch (ResourceNotFoundException e) {
            throw new OperationException("There is no user pool " + poolId + " in " + region() + ".", e);
        } catch (SdkException e) {
            throw account.failure("list the people of " + poolId, e);
        }
    }

    private static PoolUser described(UserType user) {
        Map<String, String> attributes = user.attributes().stream()
                .collect(Collectors.toMap(
                        AttributeType::name, attribute -> attribute.value().replace("\0", ""), (first, _) -> first));
        return new PoolUser(
                attributes.getOrDefault("sub", user.username()),
                Optional.ofNullable(attributes.get("name")),
                Optional.ofNullable(attributes.get("email")),
                Optional.ofNullable(attributes.get("preferred_username")),
                user.userStatusAsString(),
                Boolean.TRUE.equals(user.enabled()));
    }
}
