package ai.a5c.krate.server.auth;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.access.Principals;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.Transaction;
import ai.a5c.krate.store.VersionConflictException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API tokens: {@code krt_} and 256 random bits, of which only the SHA-256 is stored. */
public final class Tokens implements Principals {

    private static final String KIND = "ApiToken";
    private static final String NAMESPACE = "krate-system";
    private static final String PREFIX = "krt_";
    private static final int LENGTH = PREFIX.length() + 43;
    private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);

    private final ResourceStore store;
    private final InstantSource clock;

    public Tokens(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Makes a token; its secret is in the answer and nowhere else. */
    public IssuedToken issue(TokenOrder order) {
        return store.transact(transaction -> issue(order, transaction));
    }

    /** An administrator's token if there is no token at all yet, as at the first start. */
    public Optional<IssuedToken> issueFirst() {
        return store.transact(transaction -> {
            transaction.lock("api-tokens");
            return transaction.list(Query.of(KIND, NAMESPACE).limit(1)).items().isEmpty()
                    ? Optional.of(issue(
                            new TokenOrder("first-administrator", true, List.of(), true, Optional.empty()),
                            transaction))
                    : Optional.empty();
        });
    }

    private IssuedToken issue(TokenOrder order, Transaction transaction) {
        String secret = PREFIX + Unguessable.text();
        Digest digest = Digest.of(secret);
        Instant now = clock.instant();
        ApiToken token = new ApiToken(
                id(digest),
                order.name(),
                digest.text(),
                order.administrator(),
                order.organizations(),
                order.write() && order.scopes().isEmpty(),
                order.scopes().stream().map(TokenScope::word).toList(),
                now,
                order.validFor().map(now::plus).orElse(null),
                null);
        transaction.put(draft(token), ResourceStore.ABSENT);
        return new IssuedToken(token, secret);
    }

    /** What the presented token may do; empty if it is unknown, revoked or expired. */
    public Optional<Access> authenticate(String presented) {
        if (presented.length() != LENGTH || !presented.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Digest digest = Digest.of(presented);
        Optional<StoredResource> stored = store.get(key(id(digest)));
        Optional<ApiToken> token = stored.map(Tokens::read)
                .filter(found -> Unguessable.same(found.hash(), digest.text()))
                .filter(found -> found.holdsAt(clock.instant()));
        token.ifPresent(found -> noteUse(found, stored.orElseThrow().version()));
        return token.map(ApiToken::access);
    }

    /** What the token of that id may do now; empty if it was revoked or has expired. */
    public Optional<Access> stillHolds(String id) {
        return store.get(key(id))
                .map(Tokens::read)
                .filter(found -> found.holdsAt(clock.instant()))
                .map(ApiToken::access);
    }

    /** Whoever was let in by a token is let in as long as the token holds. */
    @Override
    public AccessAnswer mayWrite(String principal, String organization) {
        Optional<Access> access = stillHolds(principal);
        if (access.isEmpty()) {
            return AccessAnswer.denied("the token that it came with was revoked or has expired");
        }
        return access.get().mayDecide() && access.get().mayIn(organization)
                ? AccessAnswer.allowed("the token holds")
                : AccessAnswer.denied("the token that it came with may not write in the organization any more");
    }

    /** All tokens, without any secret. */
    public List<ApiToken> list() {
        Page page = store.list(Query.of(KIND, NAMESPACE));
        return page.items().stream().map(Tokens::read).toList();
    }

    /** Ends a token; false if there is none of that id. */
    public boolean revoke(String id) {
        return store.transact(transaction -> {
            Optional<StoredResource> stored = transaction.get(key(id));
            stored.ifPresent(found -> transaction.delete(found.key(), found.version()));
            return stored.isPresent();
        });
    }

    private void noteUse(ApiToken token, long version) {
        Instant now = clock.instant();
        Instant last = token.lastUsedAt();
        if (last != null && now.isBefore(last.plus(USE_WRITTEN_EVERY))) {
            return;
        }
        try {
            store.transact(transaction -> transaction.put(draft(token.usedAt(now)), version));
        } catch (VersionConflictException e) {
            // Another request noted it, or the token was revoked a moment ago.
            return;
        }
    }

    private static ResourceDraft draft(ApiToken token) {
        return new ResourceDraft(key(token.id()), Map.of(), Map.of(), Json.write(Json.toTree(token)));
    }

    private static ApiToken read(StoredResource stored) {
        return Json.fromTree(Json.readObject(stored.document()), ApiToken.class);
    }

    private static ResourceKey key(String id) {
        return new ResourceKey(KIND, NAMESPACE, id.isEmpty() ? "-" : id);
    }

    private static String id(Digest digest) {
        return "token-" + digest.hex().substring(0, 16);
    }
}
