package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.trust.Trust;
import java.util.Optional;

/**
 * What is asked: may this stack do this work now.
 *
 * @param repository as {@code owner/name}
 * @param branch the branch that is worked on, without {@code refs/heads/}
 * @param actor who asks
 * @param actorId the id of the asking account where it is; empty if it is not known. Records leave it out, since they hold
 *     who that was found to be.
 * @param agentStack the stack's name
 * @param runnerPool the pool's name, or empty for the stack's own
 * @param trust of actor and code together
 * @param narrowing the part of the stack that is asked for
 */
public record ReviewRequest(
        String organization,
        String repository,
        Optional<String> branch,
        Optional<String> sha,
        String actor,
        String agentStack,
        Source source,
        TaskKind taskKind,
        String runnerPool,
        Trust trust,
        Moment moment,
        Narrowing narrowing,
        String actorId) {

    /** Reads an empty branch or commit as none. */
    public ReviewRequest {
        branch = branch.filter(name -> !name.isEmpty());
        sha = sha.filter(commit -> !commit.isEmpty());
    }

    /** A question of somebody whose account has no id that is known. */
    public ReviewRequest(
            String organization,
            String repository,
            Optional<String> branch,
            Optional<String> sha,
            String actor,
            String agentStack,
            Source source,
            TaskKind taskKind,
            String runnerPool,
            Trust trust,
            Moment moment,
            Narrowing narrowing) {
        this(
                organization,
                repository,
                branch,
                sha,
                actor,
                agentStack,
                source,
                taskKind,
                runnerPool,
                trust,
                moment,
                narrowing,
                "");
    }

    /** A question about the whole stack. */
    public ReviewRequest(
            String organization,
            String repository,
            Optional<String> branch,
            Optional<String> sha,
            String actor,
            String agentStack,
            Source source,
            TaskKind taskKind,
            String runnerPool,
            Trust trust,
            Moment moment) {
        this(
                organization,
                repository,
                branch,
                sha,
                actor,
                agentStack,
                source,
                taskKind,
                runnerPool,
                trust,
                moment,
                Narrowing.NONE);
    }

    /** The same question about a part of the stack. */
    public ReviewRequest narrowed(Narrowing part) {
        return new ReviewRequest(
                organization,
                repository,
                branch,
                sha,
                actor,
                agentStack,
                source,
                taskKind,
                runnerPool,
                trust,
                moment,
                part,
                actorId);
    }

    /** The same question at another moment. */
    public ReviewRequest at(Moment other) {
        return new ReviewRequest(
                organization,
                repository,
                branch,
                sha,
                actor,
                agentStack,
                source,
                taskKind,
                runnerPool,
                trust,
                other,
                narrowing,
                actorId);
    }

    /** The same question of the account with that id. */
    public ReviewRequest by(String id) {
        return new ReviewRequest(
                organization,
                repository,
                branch,
                sha,
                actor,
                agentStack,
                source,
                taskKind,
                runnerPool,
                trust,
                moment,
                narrowing,
                id);
    }

    /** Whether {@code agentStack} can be saved as it is: a question without any work. */
    public static ReviewRequest ofStack(String organization, String actor, String agentStack) {
        return new ReviewRequest(
                organization,
                "",
                Optional.empty(),
                Optional.empty(),
                actor,
                agentStack,
                Source.MANUAL,
                TaskKind.QUESTION,
                "",
                Trust.UNTRUSTED,
                Moment.SAVE_STACK);
    }

    boolean isTrusted() {
        return trust == Trust.TRUSTED;
    }
}
