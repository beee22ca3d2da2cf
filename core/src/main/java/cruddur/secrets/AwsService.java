package cruddur.secrets;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A service of AWS, by the name that it has in the SDK's variables: where it answers.
public enum AwsService {
    COGNITO_IDENTITY_PROVIDER("cognito-idp"),
    EC2("ec2"),
    RDS("rds"),
    SECRETS_MANAGER("secretsmanager"),
    STS("sts");

    private final String host;

    AwsService(String host) {
        this.host = host;
    }

    /// What stands in for Amazon's own, if something does: what is set for this service, else what
    /// is set for all.
    ///
    /// @param settings by the names of the SDK's environment variables
    public Optional<URI> standIn(Map<String, String> settings) {
        return Stream.of("AWS_ENDPOINT_URL_" + name(), "AWS_ENDPOINT_URL")
                .flatMap(name -> Optional.ofNullable(settings.get(name)).stream())
                .findFirst()
                .map(URI::create);
    }

    /// What stands in for Amazon's own, else that, in a region. Those of China have a domain of
    /// their own.
    public URI address(String region, Map<String, String> settings) {
        String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return standIn(settings)
                .orElseGet(() -> URI.create("https://" + host + "." + region + "." + domain));
    }
}
