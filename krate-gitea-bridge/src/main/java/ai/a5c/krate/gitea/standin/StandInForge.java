package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the stand-in knows: one repository with its accounts, its issues and pull requests 1 to 7, and their comments. */
final class StandInForge {

    private static final Set<Long> NUMBERS = Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    private static final long FIRST_COMMENT = 100;

    private final InstantSource clock;
    private final Map<String, Object> permissions = resource("permissions.json");
    private final Map<String, Object> pulls = resource("pulls.json");
    private final List<StandInComment> comments = new ArrayList<>();

    StandInForge(InstantSource clock) {
        this.clock = clock;
    }

    boolean hasItem(long number) {
        return NUMBERS.contains(number);
    }

    /** What Gitea answered about the account, with {@code permission} and {@code user}. */
    Optional<Map<String, Object>> permission(String login) {
        return login.startsWith("_") ? Optional.empty() : member(permissions, login);
    }

    Map<String, Object> user(String login) {
        return permission(login)
                .flatMap(found -> member(found, "user"))
                .orElseThrow(() -> new IllegalArgumentException("the stand-in has no account '%s'".formatted(login)));
    }

    synchronized Optional<Map<String, Object>> pull(long number) {
        return member(pulls, Long.toString(number));
    }

    /** Makes the pull request's head what it is once the fork was deleted. */
    synchronized void loseFork(long number) {
        Map<String, Object> pull = new LinkedHashMap<>(pull(number).orElseThrow());
        Map<String, Object> head = new LinkedHashMap<>(member(pull, "head").orElseThrow());
        head.put("repo", null);
        head.put("repo_id", -1);
        head.put("ref", "refs/pull/%d/head".formatted(number));
        pull.put("head", head);
        pulls.put(Long.toString(number), pull);
    }

    synchronized List<StandInComment> comments(long number) {
        return comments.stream().filter(comment -> comment.number() == number).toList();
    }

    synchronized Optional<StandInComment> comment(long id) {
        return comments.stream().filter(comment -> comment.id() == id).findFirst();
    }

    synchronized StandInComment say(String login, long number, String body) {
        long author = ((Number) Objects.requireNonNull(user(login).get("id"))).longValue();
        StandInComment comment = new StandInComment(
                FIRST_COMMENT + comments.size(), number, login, author, body, clock.instant(), clock.instant());
        comments.add(comment);
        return comment;
    }

    synchronized StandInComment edit(StandInComment comment, String body) {
        StandInComment edited = comment.edited(body, clock.instant());
        comments.set(comments.indexOf(comment), edited);
        return edited;
    }

    @SuppressWarnings("unchecked")
    private static Optional<Map<String, Object>> member(Map<String, Object> of, String name) {
        return of.get(name) instanceof Map<?, ?> map ? Optional.of((Map<String, Object>) map) : Optional.empty();
    }

    private static Map<String, Object> resource(String name) {
        try (InputStream in = Objects.requireNonNull(StandInForge.class.getResourceAsStream(name), name)) {
            return Json.readObject(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the stand-in's data cannot be read", e);
        }
    }
}
