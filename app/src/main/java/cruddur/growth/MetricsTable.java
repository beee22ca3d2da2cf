package cruddur.growth;

import cruddur.secrets.Secret;
import java.net.URI;

/// The DynamoDB table that servers count into.
///
/// @param endpoint of DynamoDB
/// @param signers the source of the credentials
public record MetricsTable(String name, String region, URI endpoint, Secret.Signers signers) {}
