package cruddur.aws;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.secrets.AwsService;
import cruddur.secrets.Signer;
import cruddur.settings.Settings;
import cruddur.sql.LoginException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// An AWS account in one region, and the credentials to call its services with.
///
/// @param settings by the names of the SDK's environment variables; they also name an endpoint that
///   stands in for AWS
public record Account(Region region, AwsCredentialsProvider credentials, Settings settings) {

    private static final Pattern RDS_HOST =
            Pattern.compile(".+\\.(?<region>[a-z0-9-]+)\\.rds\\.amazonaws\\.com(?:\\.cn)?");

    /// The error codes with which the services reject credentials; each service has its own.
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    private static final Set<String> NOT_ALLOWED =
            Set.of("AccessDenied", "AccessDeniedException", "NotAuthorizedException", "UnauthorizedOperation");

    /// The account of the settings, in the region of the environment, else of the profile.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws UnreachableException if there are no credentials or no region
    public static Account of(Settings settings) {
        return in(regionOf(settings), settings);
    }

    /// The same in another region.
    public static Account in(Region region, Settings settings) {
        AwsCredentialsProvider credentials = credentials(settings);
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new UnreachableException(
                    "There are no AWS credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
                    e);
        }
        return new Account(region, credentials, settings);
    }

    /// The same in the region of a database server; the name of an RDS host contains its region.
    public static Account near(String host, Settings settings) {
        Matcher named = RDS_HOST.matcher(host);
        return named.matches() ? in(Region.of(named.group("region")), settings) : of(settings);
    }

    private static Region regionOf(Settings settings) {
        return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .flatMap(name -> settings.find(name).stream())
                .findFirst()
                .map(Region::of)
                .orElseGet(() -> regionOfProfile(settings));
    }

    private static Region regionOfProfile(Settings settings) {
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(settings.find("AWS_PROFILE").orElse(null))
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new UnreachableException("No AWS region is set; set AWS_REGION to a region such as ca-central-1.", e);
        }
    }

    private static AwsCredentialsProvider credentials(Settings settings) {
        String id = settings.get("AWS_ACCESS_KEY_ID", "");
        String secret = settings.get("AWS_SECRET_ACCESS_KEY", "");
        String session = settings.get("AWS_SESSION_TOKEN", "");
        if (id.isEmpty() || secret.isEmpty()) {
            return DefaultCredentialsProvider.builder()
                    .profileName(settings.find("AWS_PROFILE").orElse(null))
                    .build();
        }
        return StaticCredentialsProvider.create(
                session.isEmpty()
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, session));
    }

    /// A client of one of its services.
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, AwsService service) {
        service.standIn(settings).ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(10)))
                .build();
    }

    /// Calls RDS.
    ///
    /// @param what the call does, in the words of [#failure]
    <T> T askRds(String what, Function<RdsClient, T> question) {
        try (RdsClient client = client(RdsClient.builder(), AwsService.RDS)) {
            return question.apply(client);
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    /// A signer for requests without the SDK, with the current credentials; those of a role change.
    ///
    /// @throws LoginException if there are none any more
    Signer signer(String region, String service) throws LoginException {
        try {
            AwsCredentials now = credentials.resolveCredentials();
            return new Signer(
                    now.accessKeyId(),
                    now.secretAccessKey(),
                    now instanceof AwsSessionCredentials session ? session.sessionToken() : null,
                    region,
                    service);
        } catch (SdkClientException _) {
            throw new LoginException("There are no AWS credentials any more");
        }
    }

    /// The account number, of twelve digits.
    ///
    /// @throws UnreachableException if AWS does not answer, or rejects the credentials
    public String number() {
        return caller().account();
    }

    /// The account and the user or role of the credentials.
    ///
    /// @throws UnreachableException if AWS does not answer, or rejects the credentials
    public Caller caller() {
        try (StsClient client = client(StsClient.builder(), AwsService.STS)) {
            GetCallerIdentityResponse identity = client.getCallerIdentity();
            return new Caller(identity.account(), identity.arn());
        } catch (SdkException e) {
            throw failure("read the caller's identity", e);
        }
    }

    /// AWS's error code; empty if AWS did not answer.
    static String code(SdkException failure) {
        return failure instanceof AwsServiceException refusal
                        && refusal.awsErrorDetails() != null
                        && refusal.awsErrorDetails().errorCode() != null
                ? refusal.awsErrorDetails().errorCode()
                : "";
    }

    /// The exception for an operator. A caller that knows more about an error catches it before.
    ///
    /// @param what the credentials were used for, for example `stop cruddur-db-instance`
    OperationException failure(String what, SdkException failure) {
        if (!(failure instanceof AwsServiceException refusal)) {
            return new UnreachableException("AWS in " + region + " does not answer: " + failure.getMessage(), failure);
        }
        String code = code(refusal);
        if (code.isEmpty()) {
            return new UnreachableException(
                    "AWS in %s cannot be reached: a proxy or load balancer in front of it answers with HTTP status %d. Try again in a minute, or check the proxy."
                            .formatted(region, refusal.statusCode()),
                    refusal);
        }
        String words = refusal.awsErrorDetails().errorMessage();
        if (BAD_CREDENTIALS.contains(code)) {
            return new UnreachableException("AWS refuses these credentials: " + words, refusal);
        }
        if (NOT_ALLOWED.contains(code)) {
            return new UnreachableException("These AWS credentials may not " + what + ": " + words, refusal);
        }
        if (refusal.isThrottlingException()) {
            return new UnreachableException("AWS throttles these requests. Try again in a minute.", refusal);
        }
        return new OperationException("AWS refuses to " + what + ": " + words, refusal);
    }
}
