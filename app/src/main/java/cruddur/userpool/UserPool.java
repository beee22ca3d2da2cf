package cruddur.userpool;

import java.net.URI;

/// The user pool whose tokens are accepted: Amazon Cognito's, or another one with its protocol.
///
/// @param endpoint of its protocol, without a slash at the end;
///   `https://cognito-idp.<region>.amazonaws.com` for Amazon's
/// @param id for example `ca-central-1_AbCdEfGhI`
/// @param clientId the app client in the tokens
/// @param issuer the `iss` of its tokens
public record UserPool(URI endpoint, String id, String clientId, String issuer) {

    /// With the issuer that Amazon's pools have, an address below the endpoint.
    public UserPool(URI endpoint, String id, String clientId) {
        this(trimmed(endpoint), id, clientId, trimmed(endpoint) + "/" + id);
    }

    private static URI trimmed(URI endpoint) {
        return URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }

    /// The same with another issuer.
    public UserPool issuing(String other) {
        return new UserPool(endpoint, id, clientId, other);
    }

    /// The address of the pool's public keys.
    public URI jwks() {
        return URI.create(endpoint + "/" + id + "/.well-known/jwks.json");
    }
}
