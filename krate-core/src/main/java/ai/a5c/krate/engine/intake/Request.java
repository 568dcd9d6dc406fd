package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.trigger.Match;

/**
 * One rule's match of one event.
 *
 * @param delivery the delivery that brought the event
 * @param approved whether a maintainer has agreed to this event at its head
 */
record Request(Match match, SourceEvent event, Repository repository, String delivery, boolean approved) {

    String namespace() {
        return repository.metadata().namespace();
    }

    /** The name of the execution: the same for the same event and the same matching part of the rule. */
    String execution() {
        return Names.seeded("exec", event.uid() + match.ruleDigest().text());
    }

    String workItem() {
        return event.workItem().map(WorkItem::id).orElse("");
    }

    String dedupeScope() {
        return "%s/%s/%s"
                .formatted(
                        namespace(),
                        repository.metadata().name(),
                        match.rule().metadata().name());
    }

    String dedupeKey() {
        return Digest.of(match.dedupeKey()).hex();
    }
}
