package ai.a5c.krate.engine.comment;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.source.ForgeSource.Present;
import java.util.Set;

/**
 * A comment that asks for something.
 *
 * @param present what the forge says at this moment of who wrote it, and of the head
 */
record Asked(Repository repository, SourceEvent event, Present present) {

    private static final Set<String> WRITERS = Set.of("write", "admin", "owner");

    /** Whether the forge says that who wrote it may write to the repository. */
    boolean byWriter() {
        return WRITERS.contains(present.permission());
    }

    String namespace() {
        return repository.metadata().namespace();
    }

    /** The name of the repository's resource. */
    String repositoryName() {
        return repository.metadata().name();
    }

    /** Such as {@code issue/12}. */
    String workItem() {
        return event.workItem().map(WorkItem::id).orElse("");
    }

    /** The same for the same command of the same comment, however often it is delivered or edited around it. */
    String key(Command command) {
        String comment =
                event.payload().at("/comment/id").map(id -> "comment/" + id).orElseGet(() -> "event/" + event.uid());
        return Digest.of(String.join("\n", repositoryName(), workItem(), comment, command.text()))
                .hex();
    }
}
