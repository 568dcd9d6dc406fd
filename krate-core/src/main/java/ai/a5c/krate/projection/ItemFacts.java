package ai.a5c.krate.projection;

import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Item;
import ai.a5c.krate.event.Sighting.Standing;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.ForgeUser;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.PullRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is known of an issue and of a pull request alike. */
record ItemFacts(
        String title,
        ForgeUser author,
        String url,
        List<String> labels,
        List<String> assignees,
        String milestone,
        long comments,
        Standing standing,
        @Nullable Instant openedAt,
        @Nullable Instant updatedAt,
        @Nullable Instant closedAt) {

    /** Of something that was never heard of. */
    static final ItemFacts NONE =
            new ItemFacts("", new ForgeUser("", ""), "", List.of(), List.of(), "", 0, Standing.OPEN, null, null, null);

    static ItemFacts of(Issue issue) {
        Issue.Spec spec = issue.spec();
        Issue.Status status = issue.status();
        return new ItemFacts(
                spec.title(),
                spec.author(),
                spec.url(),
                spec.labels(),
                spec.assignees(),
                spec.milestone(),
                status.comments(),
                Standing.valueOf(status.state().name()),
                spec.openedAt(),
                status.updatedAt(),
                status.closedAt());
    }

    static ItemFacts of(PullRequest pull) {
        PullRequest.Spec spec = pull.spec();
        PullRequest.Status status = pull.status();
        return new ItemFacts(
                spec.title(),
                spec.author(),
                spec.url(),
                spec.labels(),
                spec.assignees(),
                spec.milestone(),
                status.comments(),
                Standing.valueOf(status.state().name()),
                spec.openedAt(),
                status.updatedAt(),
                status.closedAt());
    }

    /** Whether {@code event} speaks of another thing that has this one's number now, so that nothing known holds of it. */
    boolean isAnother(SourceEvent event) {
        Optional<Instant> opened = event.sighting().item().flatMap(Item::openedAt);
        return openedAt != null && opened.isPresent() && !opened.get().equals(openedAt);
    }

    /**
     * Whether {@code event} tells something later than this. Forges note whole seconds: in one and the same, what is closed
     * is opened again only by an event that says so.
     */
    boolean isBefore(SourceEvent event) {
        Standing now = standing(event);
        if (standing == Standing.DELETED || (standing == Standing.MERGED && now == Standing.OPEN)) {
            return false;
        }
        Instant at = at(event);
        if (updatedAt == null || now == Standing.DELETED) {
            return true;
        }
        boolean tie = at.equals(updatedAt);
        boolean opensAgain = standing != Standing.OPEN && now == Standing.OPEN;
        return at.isAfter(updatedAt) || (tie && (!opensAgain || event.action().equals("reopened")));
    }

    /** This after {@code event}, whose words are kept as {@code words} has them. */
    ItemFacts after(SourceEvent event, UnaryOperator<String> words) {
        String told = event.workItem().map(item -> item.title()).orElse("");
        String named = told.isEmpty() ? title : Line.of(words.apply(told), Line.TITLE);
        List<String> marked = Line.names(event.labels(), words);
        Optional<Item> item = event.sighting().item();
        return item.map(seen -> new ItemFacts(
                        named,
                        user(seen.author()).orElse(author),
                        Line.url(words.apply(seen.url())),
                        marked,
                        Line.names(seen.assignees(), words),
                        Line.name(words.apply(seen.milestone())),
                        seen.comments() < 0 ? comments : seen.comments(),
                        seen.standing(),
                        seen.openedAt().orElse(openedAt),
                        later(updatedAt, seen.updatedAt()),
                        seen.closedAt()
                                .filter(at -> seen.standing() != Standing.OPEN)
                                .orElse(null)))
                .orElseGet(() -> new ItemFacts(
                        named,
                        author,
                        url,
                        marked,
                        assignees,
                        milestone,
                        comments,
                        standing,
                        openedAt,
                        later(updatedAt, event.occurredAt()),
                        closedAt));
    }

    /** The same, of which it is not told when it was so. */
    ItemFacts undated() {
        return new ItemFacts(
                title, author, url, labels, assignees, milestone, comments, standing, openedAt, null, closedAt);
    }

    private Standing standing(SourceEvent event) {
        return event.sighting().item().map(Item::standing).orElse(standing);
    }

    private static Instant at(SourceEvent event) {
        return event.sighting().item().map(Item::updatedAt).orElse(event.occurredAt());
    }

    private static Instant later(@Nullable Instant known, Instant told) {
        return known == null || told.isAfter(known) ? told : known;
    }

    private static Optional<ForgeUser> user(Account account) {
        return account.login().isEmpty()
                ? Optional.empty()
                : Optional.of(new ForgeUser(Line.name(account.login()), Line.name(account.id())));
    }
}
