package cruddur.aws;

import cruddur.growth.MetricsTable;
import cruddur.secrets.AwsService;
import cruddur.settings.Settings;

/// Credentials for the requests that the server signs itself.
public final class Signing {

    private Signing() {}

    /// A DynamoDB table in the region of the settings.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws cruddur.operations.UnreachableException without credentials or a region
    public static MetricsTable table(String name, Settings settings) {
        Account account = Account.of(settings);
        String region = account.region().id();
        return new MetricsTable(name, region, AwsService.DYNAMODB.address(region, settings), account::signer);
    }
}
