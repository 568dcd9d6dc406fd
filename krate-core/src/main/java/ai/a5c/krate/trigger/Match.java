package ai.a5c.krate.trigger;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Mention;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule that fits an event; its texts are rendered when they are asked for. */
public final class Match {

    private final CompiledRule compiled;
    private final Occurrence event;
    private @Nullable String dedupeKey;
    private @Nullable String prompt;

    Match(CompiledRule compiled, Occurrence event) {
        this.compiled = compiled;
        this.event = event;
    }

    /** The rule that fits. */
    public AgentTriggerRule rule() {
        return compiled.rule();
    }

    /** Of the rule's name and of what it matches; pausing or tuning the rule does not change it. */
    public Digest ruleDigest() {
        return compiled.digest();
    }

    /** Rendered and at most 256 characters long; unique only together with organization and repository. */
    public String dedupeKey() {
        String known = dedupeKey;
        if (known == null) {
            known = compiled.dedupeKey(event);
            dedupeKey = known;
        }
        return known;
    }

    /** Rendered; what came from the event is in it as it was written. */
    public String prompt() {
        String known = prompt;
        if (known == null) {
            known = compiled.prompt(event);
            prompt = known;
        }
        return known;
    }

    /** What follows the rule's mention in the event's text, or the {@code /krate} command that the rule hears. */
    public Optional<Mention.Command> command() {
        return compiled.command(event);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Match match
                && rule().equals(match.rule())
                && dedupeKey().equals(match.dedupeKey())
                && prompt().equals(match.prompt())
                && command().equals(match.command());
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule(), dedupeKey());
    }

    @Override
    public String toString() {
        return "Match[rule=%s, dedupeKey=%s]".formatted(compiled.name(), dedupeKey());
    }
}
