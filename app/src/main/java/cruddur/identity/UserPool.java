package cruddur.identity;

import java.net.URI;

/// The pool of people whose tokens are believed.
///
/// @param issuer what its tokens name as `iss`; its keys are at `/.well-known/jwks.json` below
/// @param clientId the app client that the tokens were made for
public record UserPool(URI issuer, String clientId) {

    /// A pool of Amazon Cognito, or of what speaks its protocol.
    ///
    /// @param endpoint `https://cognito-idp.<region>.amazonaws.com` for Amazon's
    public static UserPool at(URI endpoint, String poolId, String clientId) {
        return new UserPool(
                URI.create(endpoint.toString().replaceFirst("/$", "") + "/" + poolId), clientId);
    }

    /// Where the pool publishes the keys it signs with.
    public URI jwks() {
        return URI.create(issuer + "/.well-known/jwks.json");
    }
}
