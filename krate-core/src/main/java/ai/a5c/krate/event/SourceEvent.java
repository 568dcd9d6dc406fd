package ai.a5c.krate.event;

import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that happened at a forge, normalized; everything a person wrote in it is data.
 *
 * @param uid the same for one happening, however often and by whatever road it arrives
 * @param type and action, as {@code issue_comment.created}, in the forge's words
 * @param repository as {@code owner/name}
 * @param ref full ref, if the event has one
 * @param branch the head branch, if it has one
 * @param sha the head commit, 40 hex digits, if it has one
 * @param baseRef the branch that a pull request would merge into
 * @param fork whether head and base are different repositories, or nobody can tell
 * @param trust of the actor and the code together; {@link Trust#UNTRUSTED} until the forge was asked
 * @param trustReason why it is no more than that, for people
 * @param text title, body and comment as delivered, bounded
 * @param mentions exact mention tokens in the text that was written for this event
 */
public record SourceEvent(
        String uid,
        String organization,
        Source source,
        String type,
        String repository,
        Optional<String> ref,
        Optional<String> branch,
        Optional<String> sha,
        Optional<String> baseRef,
        boolean fork,
        Actor actor,
        Trust trust,
        String trustReason,
        Optional<WorkItem> workItem,
        List<String> labels,
        List<String> paths,
        Text text,
        List<String> mentions,
        Instant occurredAt,
        String deliveryRef) {

    public SourceEvent {
        labels = List.copyOf(labels);
        paths = List.copyOf(paths);
        mentions = List.copyOf(mentions);
    }

    /**
     * Who caused the event.
     *
     * @param id the forge's own id; names can be taken by others, ids cannot
     * @param permission none, read, triage, write, admin, owner, or unknown until asked
     * @param self whether it is Krate's own identity at the forge
     */
    public record Actor(String login, String id, String permission, boolean self) {}

    /**
     * The issue or pull request that the event is about.
     *
     * @param kind {@code issue} or {@code pull-request}
     */
    public record WorkItem(String kind, long number, String title) {

        /** As {@code issue/1} or {@code pull-request/3}. */
        public String id() {
            return kind + "/" + number;
        }
    }

    /**
     * What people wrote.
     *
     * @param trigger the text of this very event: the comment, or the body that was opened
     * @param body the body of the issue or pull request
     * @param triggerAuthorId who wrote {@code trigger}; may differ from the actor when somebody edits
     */
    public record Text(String trigger, String body, String triggerAuthorId) {}

    /** The same event with what the forge said about actor, code and trust. */
    public SourceEvent judged(Actor who, Trust howFar, String why) {
        return new SourceEvent(
                uid,
                organization,
                source,
                type,
                repository,
                ref,
                branch,
                sha,
                baseRef,
                fork,
                who,
                howFar,
                why,
                workItem,
                labels,
                paths,
                text,
                mentions,
                occurredAt,
                deliveryRef);
    }

    /** The same event on the pull request head that the forge reports. */
    public SourceEvent at(PullHead head) {
        return new SourceEvent(
                uid,
                organization,
                source,
                type,
                repository,
                Optional.of(head.ref()),
                Optional.of(head.branch()),
                Optional.of(head.sha()),
                Optional.of(head.base()),
                head.fork(),
                actor,
                trust,
                trustReason,
                workItem,
                labels,
                paths,
                text,
                mentions,
                occurredAt,
                deliveryRef);
    }

    /** Head and base of a pull request. */
    public record PullHead(String ref, String branch, String sha, String base, boolean fork) {}
}
