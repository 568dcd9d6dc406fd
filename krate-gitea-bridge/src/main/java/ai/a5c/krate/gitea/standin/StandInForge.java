package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.gitea.standin.StandInGitea.Config;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the stand-in knows: one repository with its accounts, its issues and pull requests 1 to 7, and their comments; tells
 * {@link StandInEvents} what happens to them.
 */
final class StandInForge {

    private static final List<Long> FIRST_ISSUES = List.of(1L, 2L, 7L);
    private static final List<String> FIRST_PULLS = List.of("3", "4", "5", "6");
    private static final long FIRST_COMMENT = 100;

    private final Config config;
    private final StandInAccounts accounts;
    private final StandInEvents events;
    private final String repositoryUrl;
    private final TreeMap<Long, StandInItem> items = new TreeMap<>();
    private final TreeMap<Long, StandInComment> comments = new TreeMap<>();
    private long nextComment = FIRST_COMMENT;

    StandInForge(Config config, String baseUrl, StandInHooks hooks) {
        this.config = config;
        this.repositoryUrl = baseUrl + "/acme/app";
        this.accounts = new StandInAccounts(
                StandInJson.resource("permissions.json", baseUrl), config.repositoryAdmin() ? config.login() : "");
        Map<String, Object> pulls = StandInJson.resource("pulls.json", baseUrl);
        for (String number : FIRST_PULLS) {
            items.put(
                    Long.parseLong(number),
                    StandInItem.pull(
                            repositoryUrl, StandInJson.object(pulls, number).orElseThrow()));
        }
        for (Long number : FIRST_ISSUES) {
            items.put(number, StandInItem.issue(repositoryUrl, number, accounts.user("alice"), now()));
        }
        this.events = new StandInEvents(this, repository(), hooks, config.version());
    }

    /** The accounts. */
    StandInAccounts accounts() {
        return accounts;
    }

    /** Tells hooks what happens. */
    StandInEvents events() {
        return events;
    }

    /** Gitea's times are whole seconds. */
    Instant now() {
        return config.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    StandInVersion version() {
        return config.version();
    }

    boolean pagesComments() {
        return config.paged();
    }

    /** The repository as deliveries and answers show it. */
    synchronized Map<String, Object> repository() {
        Map<String, Object> base = StandInJson.object(
                        item(3).flatMap(StandInItem::pullJson).orElseThrow(), "base")
                .orElseThrow();
        return StandInJson.object(base, "repo").orElseThrow();
    }

    synchronized Optional<StandInItem> item(long number) {
        return Optional.ofNullable(items.get(number));
    }

    /** The issue or pull request, which must be there. */
    StandInItem need(long number) {
        return item(number).orElseThrow(() -> new NoSuchElementException("there is no issue " + number));
    }

    /** All issues and pull requests, those that changed last first. */
    synchronized List<StandInItem> items() {
        List<StandInItem> all = new ArrayList<>(items.values());
        all.sort((one, other) -> other.updatedAt().compareTo(one.updatedAt()));
        return all;
    }

    synchronized List<StandInComment> comments() {
        return List.copyOf(comments.values());
    }

    synchronized List<StandInComment> comments(long number) {
        return comments.values().stream()
                .filter(comment -> comment.number() == number)
                .toList();
    }

    synchronized Optional<StandInComment> comment(long id) {
        return Optional.ofNullable(comments.get(id));
    }

    /** Opens an issue; its number. */
    synchronized StandInItem open(String login, String title, String body) {
        StandInItem item = StandInItem.issue(repositoryUrl, items.lastKey() + 1, accounts.user(login), now());
        item.set("title", title, now());
        item.set("body", body, now());
        items.put(item.number(), item);
        events.item("opened", "", item, login);
        return item;
    }

    /** Adds a pull request that {@code shown} describes but for its number, and tells of it. */
    synchronized StandInItem openPull(String login, Map<String, Object> shown) {
        long number = items.lastKey() + 1;
        Map<String, Object> pull = StandInJson.copy(shown);
        pull.put("id", number);
        pull.put("number", number);
        pull.put("user", accounts.user(login));
        pull.put("url", repositoryUrl + "/pulls/" + number);
        pull.put("html_url", repositoryUrl + "/pulls/" + number);
        pull.put("created_at", now().toString());
        pull.put("updated_at", now().toString());
        StandInItem item = StandInItem.pull(repositoryUrl, pull);
        items.put(number, item);
        events.item("opened", "", item, login);
        return item;
    }

    /** Changes a member of an issue or pull request, and tells of it. */
    synchronized void change(String login, StandInItem item, Change change) {
        item.set(change.member(), change.value(), now());
        item.timeline()
                .add(StandInJson.of(
                        "type", change.type(), "user", accounts.user(login), "created_at", now().toString()));
        events.item(change.action(), change.type(), item, login);
    }

    /**
     * A change of an issue or pull request.
     *
     * @param action as deliveries name it, such as {@code label_updated}
     * @param type what the delivery's type ends in, such as {@code label}; empty for none
     */
    record Change(String member, Object value, String action, String type) {}

    synchronized StandInComment say(String login, long number, String body) {
        StandInItem item = need(number);
        StandInComment comment = new StandInComment(nextComment, number, login, accounts.id(login), body, now(), now());
        nextComment++;
        comments.put(comment.id(), comment);
        item.set("comments", comments(number).size(), now());
        events.comment("created", comment, login);
        return comment;
    }

    synchronized StandInComment edit(String login, StandInComment comment, String body) {
        StandInComment edited = comment.edited(body, now());
        comments.put(edited.id(), edited);
        events.comment("edited", edited, login);
        return edited;
    }

    synchronized void delete(String login, StandInComment comment) {
        comments.remove(comment.id());
        need(comment.number()).set("comments", comments(comment.number()).size(), now());
        events.comment("deleted", comment, login);
    }

    /** Makes the pull request's head what it is once the fork was deleted. */
    synchronized void loseFork(long number) {
        StandInItem item = need(number);
        Map<String, Object> head =
                StandInJson.object(item.pullJson().orElseThrow(), "head").orElseThrow();
        head.put("repo", null);
        head.put("repo_id", -1);
        head.put("ref", "refs/pull/%d/head".formatted(number));
        item.setPull("head", head, now());
    }

    /** Moves a pull request's head to another commit and tells of it, as a push to its branch does. */
    synchronized void move(String login, long number, String sha) {
        StandInItem item = need(number);
        Map<String, Object> head =
                StandInJson.object(item.pullJson().orElseThrow(), "head").orElseThrow();
        String before = String.valueOf(head.get("sha"));
        head.put("sha", sha);
        item.setPull("head", head, now());
        if (head.get("repo") != null && !String.valueOf(head.get("label")).isEmpty()) {
            events.push(login, "refs/heads/" + head.get("ref"), before, sha, List.of());
        }
        events.item("synchronized", "sync", item, login);
    }

    /** The names of an item's labels. */
    List<String> labels(long number) {
        return ((List<?>) need(number).get("labels"))
                .stream()
                        .map(label -> String.valueOf(((Map<?, ?>) label).get("name")))
                        .toList();
    }

    /** A comment as Gitea answers it. */
    Map<String, Object> json(StandInComment comment) {
        return comment.json(need(comment.number()), accounts.user(comment.login()));
    }
}
