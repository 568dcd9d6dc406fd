package ai.a5c.krate.engine.notice;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;

/** The condition {@code ForgeWritable} of a repository: whether its forge lately took what Krate had to say. */
final class ForgeHealth {

    private static final String TYPE = "ForgeWritable";

    private ForgeHealth() {}

    /** The forge refused for good, until somebody mends it. */
    static void refused(Records records, ResourceKey at, Reason reason) {
        note(records, at, "False", reason);
    }

    /** The forge took it. */
    static void took(Records records, ResourceKey at) {
        note(records, at, "True", new Reason("Written", ""));
    }

    private static void note(Records records, ResourceKey at, String status, Reason reason) {
        records.get(Repository.class, at.namespace(), at.name())
                .filter(repository -> repository.status().conditions().stream()
                        .noneMatch(one -> one.type().equals(TYPE)
                                && one.status().equals(status)
                                && one.reason().equals(reason.code())))
                .ifPresent(repository -> records.observed(with(repository, records, status, reason)));
    }

    private static Repository with(Repository repository, Records records, String status, Reason reason) {
        long generation = repository.metadata().generation();
        Condition condition = new Condition(TYPE, status, reason.code(), reason.message(), generation, records.now());
        return new Repository(
                repository.metadata(),
                repository.spec(),
                new ReadyStatus(generation, Condition.with(repository.status().conditions(), condition)));
    }
}
