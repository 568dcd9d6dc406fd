package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.source.ForgeSource.Access;
import java.time.Instant;
import java.util.Optional;

/** Notes on a repository whether its forge says what accounts may do there: where it does not, nobody is trusted. */
final class ForgeAccess {

    /** The condition's type. */
    static final String TYPE = "ForgeAccess";

    private final Desk desk;

    ForgeAccess(Desk desk) {
        this.desk = desk;
    }

    /** Has the repository say what {@code access} says, if it does not yet. */
    void note(Repository seen, Access access) {
        if (noted(seen, access, Instant.EPOCH).isPresent()) {
            desk.write(records -> note(records, seen, access));
        }
    }

    private static boolean note(Records records, Repository seen, Access access) {
        Optional<Repository> next = records.get(
                        Repository.class,
                        seen.metadata().namespace(),
                        seen.metadata().name())
                .flatMap(now -> noted(now, access, records.now()));
        next.ifPresent(records::observed);
        return next.isPresent();
    }

    /** The repository with the condition; empty if it has it. */
    private static Optional<Repository> noted(Repository repository, Access access, Instant now) {
        Condition condition = new Condition(
                TYPE,
                access.granted() ? "True" : "False",
                access.reason(),
                access.message(),
                repository.metadata().generation(),
                now);
        ReadyStatus status = repository.status();
        boolean known = status.conditions().stream().anyMatch(before -> isSame(before, condition));
        return known
                ? Optional.empty()
                : Optional.of(new Repository(
                        repository.metadata(),
                        repository.spec(),
                        new ReadyStatus(status.observedGeneration(), Condition.with(status.conditions(), condition))));
    }

    private static boolean isSame(Condition before, Condition next) {
        return before.type().equals(TYPE)
                && before.status().equals(next.status())
                && before.reason().equals(next.reason())
                && before.message().equals(next.message())
                && before.observedGeneration() == next.observedGeneration();
    }
}
