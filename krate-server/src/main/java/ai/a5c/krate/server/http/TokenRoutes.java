package ai.a5c.krate.server.http;

import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.auth.ApiToken;
import ai.a5c.krate.server.auth.IssuedToken;
import ai.a5c.krate.server.auth.TokenOrder;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.server.auth.Tokens;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API tokens, for administrators: issue, list, revoke. */
public final class TokenRoutes implements Routes {

    private final Gate gate;
    private final Tokens tokens;

    public TokenRoutes(Gate gate, Tokens tokens) {
        this.gate = gate;
        this.tokens = tokens;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/tokens", this::list);
        routes.post("/api/tokens", this::issue);
        routes.delete("/api/tokens/{token}", this::revoke);
    }

    private void administrator(Access access) {
        if (!access.administrator()) {
            throw new ApiException(ErrorCode.POLICY_DENIED, "only an administrator's token may do that");
        }
    }

    private void list(Context context) {
        administrator(gate.access(context));
        Answers.json(
                context,
                200,
                Map.of("items", tokens.list().stream().map(TokenRoutes::tree).toList()));
    }

    private void issue(Context context) {
        administrator(gate.writing(context));
        IssuedToken issued = tokens.issue(order(Bodies.json(context)));
        Map<String, Object> tree = tree(issued.token());
        tree.put("token", issued.secret());
        Answers.json(context, 201, tree);
    }

    private void revoke(Context context) {
        administrator(gate.writing(context));
        String id = context.pathParam("token");
        if (!id.matches("token-[0-9a-f]{16}") || !tokens.revoke(id)) {
            throw ApiException.missing("");
        }
        Answers.json(context, 200, Map.of("revoked", id));
    }

    private static TokenOrder order(Map<String, Object> body) {
        try {
            List<?> organizations = body.get("organizations") instanceof List<?> items ? items : List.of();
            return new TokenOrder(
                    String.valueOf(body.getOrDefault("name", "")),
                    Boolean.TRUE.equals(body.get("administrator")),
                    organizations.stream().map(String::valueOf).toList(),
                    !Boolean.FALSE.equals(body.get("write")),
                    scopes(body),
                    body.get("days") instanceof Integer days && days > 0
                            ? Optional.of(Duration.ofDays(days))
                            : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.INVALID_BODY, String.valueOf(e.getMessage()));
        }
    }

    private static List<TokenScope> scopes(Map<String, Object> body) {
        Object given = body.getOrDefault("scopes", List.of());
        if (!(given instanceof List<?> words) || !words.stream().allMatch(String.class::isInstance)) {
            throw new IllegalArgumentException("scopes must be a list of words");
        }
        return TokenScope.all(words.stream().map(String::valueOf).toList());
    }

    private static Map<String, Object> tree(ApiToken token) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", token.id());
        tree.put("name", token.name());
        tree.put("administrator", token.administrator());
        tree.put("organizations", token.organizations());
        tree.put("write", token.write());
        tree.put("scopes", token.scopes());
        tree.put(
                "expiresAt",
                Optional.ofNullable(token.expiresAt()).map(Object::toString).orElse("never"));
        tree.put(
                "lastUsedAt",
                Optional.ofNullable(token.lastUsedAt()).map(Object::toString).orElse("never"));
        return tree;
    }
}
