package ai.a5c.krate.server.auth;

/** A new token with its secret, which is known only now. */
public record IssuedToken(ApiToken token, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "IssuedToken[" + token.id() + "]";
    }
}
