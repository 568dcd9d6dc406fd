package ai.a5c.krate.event;

import ai.a5c.krate.digest.Unwritten;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that happened at a forge, normalized; everything a person wrote in it is data.
 *
 * @param uid the same for one happening, however often and by whatever road it arrives
 * @param type and action, as {@code issue_comment.created}, in the forge's words
 * @param repository as {@code owner/name}; as its clone URL while nobody has looked which one that is
 * @param ref full ref, if the event has one
 * @param branch the head branch, if it has one
 * @param sha the head commit, 40 hex digits, if it has one
 * @param baseRef the branch that a pull request would merge into
 * @param fork whether head and base are different repositories, or nobody can tell
 * @param trust of the actor and the code together; {@link Trust#UNTRUSTED} until the forge was asked
 * @param trustReason why it is no more than that, for people
 * @param text title, body and comment as delivered, bounded
 * @param mentions exact mention tokens in the text that was written for this event
 * @param ci the build that it is about
 * @param chainDepth how many runs stand behind it, as far as is known: 0 if a person caused it
 * @param payload for conditions of rules; the canonical JSON of an event leaves it out
 * @param sighting how what it is about stood, for people; left out likewise
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
        Optional<Ci> ci,
        int chainDepth,
        Instant occurredAt,
        String deliveryRef,
        @Unwritten Payload payload,
        @Unwritten Sighting sighting) {

    public SourceEvent {
        labels = List.copyOf(labels);
        paths = List.copyOf(paths);
        mentions = List.copyOf(mentions);
        payload =
                Objects.requireNonNullElse(payload, Payload.NONE); // what is not written is absent when it is read back
        sighting = Objects.requireNonNullElse(sighting, Sighting.NONE);
    }

    /**
     * Who caused the event.
     *
     * @param id the forge's own id; names can be taken by others, ids cannot
     * @param permission none, read, triage, write, admin, owner, or unknown until asked
     * @param self whether it is Krate's own identity at the forge
     * @param bot whether the forge itself says that it is no person
     */
    public record Actor(String login, String id, String permission, boolean self, boolean bot) {

        /** Of events that nobody caused, such as the time of a schedule. */
        public static final Actor NOBODY = new Actor("", "", "none", false, false);

        /** An account that may be a person's. */
        public Actor(String login, String id, String permission, boolean self) {
            this(login, id, permission, self, false);
        }
    }

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
    public record Text(String trigger, String body, String triggerAuthorId) {

        /** Nobody wrote anything. */
        public static final Text NONE = new Text("", "", "");
    }

    /** What is known of any event; the rest is asked for with the builder's methods. */
    public static Builder of(String uid, String organization, Source source, String type, String repository) {
        return new Builder(uid, organization, source, type, repository);
    }

    /** The same event, to be changed. */
    public Builder change() {
        return new Builder(this);
    }

    /** What happened to the thing, such as {@code created}; empty if the forge's word has no such part. */
    public String action() {
        return type.substring(type.indexOf('.') < 0 ? type.length() : type.indexOf('.') + 1);
    }

    /** The same event with what the forge said about actor, code and trust. */
    public SourceEvent judged(Actor who, Trust howFar, String why) {
        return change().actor(who).trust(howFar, why).build();
    }

    /** The same event on the pull request head that the forge reports. */
    public SourceEvent at(PullHead head) {
        return change().ref(Optional.of(head.ref()))
                .branch(Optional.of(head.branch()))
                .sha(Optional.of(head.sha()))
                .baseRef(Optional.of(head.base()))
                .fork(head.fork())
                .build();
    }

    /** The same event with so many runs behind it. */
    public SourceEvent withChainDepth(int depth) {
        return change().chainDepth(depth).build();
    }

    /** Head and base of a pull request. */
    public record PullHead(String ref, String branch, String sha, String base, boolean fork) {}

    /** An event in the making: by nobody, untrusted and without code until told otherwise. */
    public static final class Builder {

        private final String uid;
        private final String organization;
        private final Source source;
        private final String type;
        private String repository;
        private Optional<String> ref = Optional.empty();
        private Optional<String> branch = Optional.empty();
        private Optional<String> sha = Optional.empty();
        private Optional<String> baseRef = Optional.empty();
        private boolean fork;
        private Actor actor = Actor.NOBODY;
        private Trust trust = Trust.UNTRUSTED;
        private String trustReason = "";
        private Optional<WorkItem> workItem = Optional.empty();
        private List<String> labels = List.of();
        private List<String> paths = List.of();
        private Text text = Text.NONE;
        private List<String> mentions = List.of();
        private Optional<Ci> ci = Optional.empty();
        private int chainDepth;
        private Instant occurredAt = Instant.EPOCH;
        private String deliveryRef = "";
        private Payload payload = Payload.NONE;
        private Sighting sighting = Sighting.NONE;

        private Builder(String uid, String organization, Source source, String type, String repository) {
            this.uid = uid;
            this.organization = organization;
            this.source = source;
            this.type = type;
            this.repository = repository;
        }

        private Builder(SourceEvent event) {
            this(event.uid, event.organization, event.source, event.type, event.repository);
            ref = event.ref;
            branch = event.branch;
            sha = event.sha;
            baseRef = event.baseRef;
            fork = event.fork;
            actor = event.actor;
            trust = event.trust;
            trustReason = event.trustReason;
            workItem = event.workItem;
            labels = event.labels;
            paths = event.paths;
            text = event.text;
            mentions = event.mentions;
            ci = event.ci;
            chainDepth = event.chainDepth;
            occurredAt = event.occurredAt;
            deliveryRef = event.deliveryRef;
            payload = event.payload;
            sighting = event.sighting;
        }

        /** The repository, as {@code owner/name}. */
        public Builder repository(String value) {
            repository = value;
            return this;
        }

        /** The full ref. */
        public Builder ref(Optional<String> value) {
            ref = value;
            return this;
        }

        /** The head branch. */
        public Builder branch(Optional<String> value) {
            branch = value;
            return this;
        }

        /** The head commit. */
        public Builder sha(Optional<String> value) {
            sha = value;
            return this;
        }

        /** The branch that a pull request would merge into. */
        public Builder baseRef(Optional<String> value) {
            baseRef = value;
            return this;
        }

        /** Whether head and base are different repositories, or nobody can tell. */
        public Builder fork(boolean value) {
            fork = value;
            return this;
        }

        /** Who caused it. */
        public Builder actor(Actor value) {
            actor = value;
            return this;
        }

        /** How far it is trusted, and why no more. */
        public Builder trust(Trust howFar, String why) {
            trust = howFar;
            trustReason = why;
            return this;
        }

        /** What it is about. */
        public Builder workItem(Optional<WorkItem> value) {
            workItem = value;
            return this;
        }

        /** Labels of the work item. */
        public Builder labels(List<String> value) {
            labels = value;
            return this;
        }

        /** Changed files. */
        public Builder paths(List<String> value) {
            paths = value;
            return this;
        }

        /** What people wrote. */
        public Builder text(Text value) {
            text = value;
            return this;
        }

        /** Exact mention tokens. */
        public Builder mentions(List<String> value) {
            mentions = value;
            return this;
        }

        /** The build that it is about. */
        public Builder ci(Optional<Ci> value) {
            ci = value;
            return this;
        }

        /** How many runs stand behind it. */
        public Builder chainDepth(int value) {
            chainDepth = value;
            return this;
        }

        /** When it happened. */
        public Builder occurredAt(Instant value) {
            occurredAt = value;
            return this;
        }

        /** The delivery that brought it. */
        public Builder deliveryRef(String value) {
            deliveryRef = value;
            return this;
        }

        /** The delivery as it was. */
        public Builder payload(Payload value) {
            payload = value;
            return this;
        }

        /** How what it is about stood. */
        public Builder sighting(Sighting value) {
            sighting = value;
            return this;
        }

        /** The event. */
        public SourceEvent build() {
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
                    actor,
                    trust,
                    trustReason,
                    workItem,
                    labels,
                    paths,
                    text,
                    mentions,
                    ci,
                    chainDepth,
                    occurredAt,
                    deliveryRef,
                    payload,
                    sighting);
        }
    }
}
