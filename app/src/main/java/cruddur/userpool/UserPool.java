package cruddur.userpool;

import java.net.URI;

/// The user pool whose tokens are accepted: Amazon Cognito's, or another one with its protocol.
///
/// @param endpoint of its protocol, without a slash at the end;
///   `https://cognito-idp.<region>.amazonaws.com` for Amazon's
/// @param id for example `ca-central-1_AbCdEfGhI`
/// @param clientId the app client in the tokens
public record UserPool(URI endpoint, String id, String clientId) {

    public UserPool {
        endpoint = URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }

    /// The `iss` of its tokens.
    public String issuer() {
        return endpoint + "/" + id;
    }

    /// The address of the pool's public keys.
    public URI jwks() {
        return URI.create(issuer() + "/.well-known/jwks.json");
    }
}
