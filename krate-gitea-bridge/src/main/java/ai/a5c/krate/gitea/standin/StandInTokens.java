package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The tokens that the stand-in knows: whose they are and what they may be used for. */
final class StandInTokens {

    /** The scope of a token that may be used for everything. */
    static final String ALL = "all";

    private final List<Token> tokens = new CopyOnWriteArrayList<>();

    /** A token of an account. */
    record Token(SecretValue value, String login, Set<String> scopes) {

        Token {
            scopes = Set.copyOf(scopes);
        }

        /** Whether it may be used for what needs {@code scope}; writing includes reading. */
        boolean allows(String scope) {
            return scopes.contains(ALL)
                    || scopes.contains(scope)
                    || scopes.contains(scope.replaceFirst("^read:", "write:"));
        }
    }

    void add(Token token) {
        tokens.add(token);
    }

    /** The token of an {@code Authorization} header. */
    Optional<Token> find(String authorization) {
        byte[] given = authorization.replaceFirst("^(?i)(token|bearer) ", "").getBytes(StandardCharsets.UTF_8);
        return tokens.stream()
                .filter(token -> MessageDigest.isEqual(given, token.value().reveal()))
                .findFirst();
    }
}
