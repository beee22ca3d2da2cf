package cruddur.aws;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.secrets.AwsService;
import cruddur.secrets.Signer;
import cruddur.sql.LoginException;

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

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An account of Amazon's in one region: with which credentials its services are asked, and where.
///
/// @param settings by the names of the SDK's environment variables; they say if something stands in
///   for Amazon
public record Account(
        Region region, AwsCredentialsProvider credentials, Map<String, String> settings) {

    private static final Pattern RDS_HOST =
            Pattern.compile(".+\\.(?<region>[a-z0-9-]+)\\.rds\\.amazonaws\\.com(?:\\.cn)?");

    /// By which the services refuse who is asking, each in its own words.
    private static final Set<String> BAD_CREDENTIALS =
            Set.of(
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
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "NotAuthorizedException",
                    "UnauthorizedOperation");

    /// The account that the settings name, in the region that they name: the environment's, else
    /// the profile's.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws UnreachableException if they name none
    public static Account of(Map<String, String> settings) {
        return in(regionOf(settings), settings);
    }

    /// The same in another region.
    public static Account in(Region region, Map<String, String> settings) {
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

    /// The same in the region of a database server. One of Amazon's says its region by its name.
    public static Account near(String host, Map<String, String> settings) {
        Matcher named = RDS_HOST.matcher(host);
        return named.matches() ? in(Region.of(named.group("region")), settings) : of(settings);
    }

    private static Region regionOf(Map<String, String> settings) {
        return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .flatMap(name -> Optional.ofNullable(settings.get(name)).stream())
                .findFirst()
                .map(Region::of)
                .orElseGet(() -> regionOfProfile(settings));
    }

    private static Region regionOfProfile(Map<String, String> settings) {
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(settings.get("AWS_PROFILE"))
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new UnreachableException(
                    "No AWS region is set; set AWS_REGION to the one to work in, like ca-central-1.",
                    e);
        }
    }

    private static AwsCredentialsProvider credentials(Map<String, String> settings) {
        String id = settings.get("AWS_ACCESS_KEY_ID");
        String secret = settings.get("AWS_SECRET_ACCESS_KEY");
        String session = settings.get("AWS_SESSION_TOKEN");
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder()
                    .profileName(settings.get("AWS_PROFILE"))
                    .build();
        }
        return StaticCredentialsProvider.create(
                session == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, session));
    }

    /// A client of one of its services.
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, AwsService service) {
        service.standIn(settings).ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(Duration.ofSeconds(5))
                                .socketTimeout(Duration.ofSeconds(10)))
                .build();
    }

    /// What RDS answers.
    ///
    /// @param what is asked, as [#failure] says it
    <T> T askRds(String what, Function<RdsClient, T> question) {
        try (RdsClient client = client(RdsClient.builder(), AwsService.RDS)) {
            return question.apply(client);
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    /// What signs a call by hand, with the credentials of the moment: those of a role change.
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
            throw new LoginException(
                    "There are no AWS credentials any more to fetch the database's password with");
        }
    }

    /// Its number, of twelve digits.
    ///
    /// @throws UnreachableException if AWS does not answer, or does not take the credentials
    public String number() {
        return caller().account();
    }

    /// Whose the credentials are.
    ///
    /// @throws UnreachableException if AWS does not answer, or does not take the credentials
    public Caller caller() {
        try (StsClient client = client(StsClient.builder(), AwsService.STS)) {
            GetCallerIdentityResponse identity = client.getCallerIdentity();
            return new Caller(identity.account(), identity.arn());
        } catch (SdkException e) {
            throw failure("ask whose they are", e);
        }
    }

    /// By what name AWS refuses; empty if it did not answer.
    static String code(SdkException failure) {
        return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? String.valueOf(refusal.awsErrorDetails().errorCode())
                : "";
    }

    /// What went wrong, for an operator. What only one verb can word is that verb's to catch
    /// before.
    ///
    /// @param what the credentials were used for, for example `stop cruddur-db-instance`
    OperationException failure(String what, SdkException failure) {
        if (!(failure instanceof AwsServiceException refusal)
                || refusal.awsErrorDetails() == null) {
            return new UnreachableException(
                    "AWS in " + region + " does not answer: " + failure.getMessage(), failure);
        }
        String code = code(refusal);
        String words = refusal.awsErrorDetails().errorMessage();
        if (BAD_CREDENTIALS.contains(code)) {
            return new UnreachableException("AWS refuses these credentials: " + words, refusal);
        }
        if (NOT_ALLOWED.contains(code)) {
            return new UnreachableException(
                    "These AWS credentials may not " + what + ": " + words, refusal);
        }
        if (refusal.isThrottlingException()) {
            return new UnreachableException(
                    "AWS has too much to do; try again in a minute.", refusal);
        }
        return new OperationException("AWS refuses to " + what + ": " + words, refusal);
    }
}
