package cruddur.secrets;

import cruddur.settings.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/// The endpoint of an AWS service, by the service's name in the SDK's variables.
public enum AwsService {
    COGNITO_IDENTITY_PROVIDER("cognito-idp"),
    DYNAMODB("dynamodb"),
    EC2("ec2"),
    RDS("rds"),
    SECRETS_MANAGER("secretsmanager"),
    STS("sts");

    private final String host;

    AwsService(String host) {
        this.host = host;
    }

    /// The endpoint in the settings, if any: the one for this service, otherwise the one for all
    /// services.
    ///
    /// @param settings by the names of the SDK's environment variables
    public Optional<URI> standIn(Settings settings) {
        return Stream.of("AWS_ENDPOINT_URL_" + name(), "AWS_ENDPOINT_URL")
                .flatMap(name -> settings.find(name).stream())
                .findFirst()
                .map(URI::create);
    }

    /// The endpoint in the settings, otherwise Amazon's own in a region. The regions of China have
    /// a domain of their own.
    public URI address(String region, Settings settings) {
        String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return standIn(settings).orElseGet(() -> URI.create("https://" + host + "." + region + "." + domain));
    }
}
