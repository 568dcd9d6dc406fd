package ai.a5c.krate.engine.intake;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.draft.Rates;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trigger.Match;
import ai.a5c.krate.trigger.Modifiers;
import java.util.List;
import java.util.Optional;

/**
 * One rule's match of one event.
 *
 * @param delivery the delivery that brought the event; empty if none did
 * @param approved whether a maintainer has agreed to this event at its head
 * @param echo why it counts for nothing since Krate caused it, if it did
 * @param again the name of the execution in which what came to nothing before is decided once more; empty the first time
 */
record Request(
        Match match,
        SourceEvent event,
        Repository repository,
        String delivery,
        boolean approved,
        Optional<Reason> echo,
        String again) {

    static Request of(Match match, SourceEvent event, Repository repository, String delivery) {
        return new Request(match, event, repository, delivery, false, Optional.empty(), "");
    }

    /** The same once a maintainer has agreed to it. */
    Request asApproved() {
        return new Request(match, event, repository, delivery, true, echo, again);
    }

    /** The same as Krate's own doing. */
    Request asEcho(Reason why) {
        return new Request(match, event, repository, delivery, approved, Optional.of(why), again);
    }

    /** The same under the rule as it is now, although it came to nothing before. */
    Request atNewGeneration() {
        String once = once() + "/" + match.rule().metadata().generation();
        return in(Names.seeded("exec", once));
    }

    /** The same as the execution of that name. */
    Request in(String execution) {
        return new Request(match, event, repository, delivery, approved, echo, execution);
    }

    String namespace() {
        return repository.metadata().namespace();
    }

    String rule() {
        return match.rule().metadata().name();
    }

    /** The stack that runs: the rule's, unless the text chooses another. */
    String stack() {
        return Modifiers.of(match).stack().orElse(match.rule().spec().agentStack());
    }

    /** The name of the execution: the same for the same event and the same matching part of the rule. */
    String execution() {
        return again.isEmpty() ? Names.seeded("exec", once()) : again;
    }

    private String once() {
        return event.uid() + match.ruleDigest().text();
    }

    String workItem() {
        return event.workItem().map(WorkItem::id).orElse("");
    }

    /** What of it is counted; not what a person agreed to or a clock asks for. */
    Rates.Counted counted() {
        return new Rates.Counted(
                namespace(),
                event,
                !approved && event.source() != Source.SCHEDULE,
                rule(),
                match.rule().spec().concurrencyPolicy().rate());
    }

    String dedupeScope() {
        return "%s/%s/%s".formatted(namespace(), repository.metadata().name(), rule());
    }

    String dedupeKey() {
        return Digest.of(match.dedupeKey()).hex();
    }

    String joinScope() {
        return "%s/%s".formatted(namespace(), repository.metadata().name());
    }

    /**
     * Makes everybody wait who decides about the same rule, repository or actor, in that order: what is counted then stays
     * as it was counted until this transaction ends.
     */
    void lock(Records records) {
        records.transaction()
                .lock(List.of(
                        ruleLock(namespace(), rule()),
                        "admission/repository/" + joinScope(),
                        "admission/actor/%s/%s"
                                .formatted(namespace(), event.actor().login())));
    }

    /** The name of the lock on what is counted for a rule. */
    static String ruleLock(String namespace, String rule) {
        return "admission/rule/%s/%s".formatted(namespace, rule);
    }
}
