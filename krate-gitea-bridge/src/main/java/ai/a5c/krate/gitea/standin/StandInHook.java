package ai.a5c.krate.gitea.standin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A hook of the stand-in.
 *
 * @param organization whether it is the organization's; else the repository's
 * @param secret what deliveries are signed with; never answered
 * @param events as asked for; {@code issues} and {@code pull_request} stand for all of their kind
 */
record StandInHook(
        long id,
        boolean organization,
        String type,
        String url,
        String contentType,
        String secret,
        Set<String> events,
        String branchFilter,
        String authorization,
        boolean active,
        Instant createdAt,
        Instant updatedAt) {

    private static final List<String> OF_ISSUES =
            List.of("issues", "issue_assign", "issue_label", "issue_milestone", "issue_comment");
    private static final List<String> OF_PULLS = List.of(
            "pull_request",
            "pull_request_assign",
            "pull_request_label",
            "pull_request_milestone",
            "pull_request_comment",
            "pull_request_review",
            "pull_request_sync",
            "pull_request_review_request");

    StandInHook {
        events = Set.copyOf(events);
    }

    /** The same after a PATCH, which leaves type and secret alone and takes all else as sent. */
    StandInHook edited(StandInHook sent) {
        return new StandInHook(
                id,
                organization,
                type,
                sent.url,
                sent.contentType,
                secret,
                sent.events,
                sent.branchFilter,
                sent.authorization,
                sent.active,
                createdAt,
                sent.updatedAt);
    }

    /** The same at the place of another. */
    StandInHook at(StandInHook other) {
        return new StandInHook(
                id,
                organization,
                type,
                other.url,
                other.contentType,
                secret,
                events,
                branchFilter,
                authorization,
                active,
                createdAt,
                updatedAt);
    }

    /** The same, active or not. */
    StandInHook as(boolean nowActive) {
        return new StandInHook(
                id,
                organization,
                type,
                url,
                contentType,
                secret,
                events,
                branchFilter,
                authorization,
                nowActive,
                createdAt,
                updatedAt);
    }

    /** Whether it wants deliveries of a type, such as {@code pull_request_review_approved}. */
    boolean wants(String type) {
        String event = type.matches("pull_request_review_(approved|rejected|comment)") ? "pull_request_review" : type;
        return active && allEvents().contains(event);
    }

    private Set<String> allEvents() {
        Set<String> all = new TreeSet<>(events);
        if (events.contains("issues")) {
            all.addAll(OF_ISSUES);
        }
        if (events.contains("pull_request")) {
            all.addAll(OF_PULLS);
        }
        return all;
    }

    /** As Gitea answers it. */
    Map<String, Object> json() {
        return StandInJson.of(
                "id",
                id,
                "type",
                type,
                "branch_filter",
                branchFilter,
                "config",
                StandInJson.of("content_type", contentType, "url", url),
                "events",
                List.copyOf(allEvents()),
                "authorization_header",
                authorization,
                "active",
                active,
                "updated_at",
                updatedAt.toString(),
                "created_at",
                createdAt.toString());
    }
}
