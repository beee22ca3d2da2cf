package cruddur.identity;

import java.net.URI;

/// The pool of people whose tokens are believed: one of Amazon Cognito, or of what speaks its
/// protocol.
///
/// @param endpoint where its protocol is spoken, without a slash at the end;
///   `https://cognito-idp.<region>.amazonaws.com` for Amazon's
/// @param id for example `ca-central-1_AbCdEfGhI`
/// @param clientId the app client that the tokens are made for
public record UserPool(URI endpoint, String id, String clientId) {

    public UserPool {
        endpoint = URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }

    /// What its tokens name as `iss`.
    public String issuer() {
        return endpoint + "/" + id;
    }

    /// Where the pool publishes the keys it signs with.
    public URI jwks() {
        return URI.create(issuer() + "/.well-known/jwks.json");
    }
}
