package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.event.SourceEvent;
import java.util.Optional;

/** What a rule is tried on. */
public sealed interface Occasion {

    /** A delivery that is stored, by name; its forge is asked about the actor. */
    record Stored(String delivery) implements Occasion {}

    /**
     * A webhook call as the forge sends it, which was never received.
     *
     * @param forge the forge's kind, such as {@code gitea}
     * @param eventType the forge's word for it, such as {@code issue_comment}
     * @param body the raw body
     * @param permission what the actor may do; the forge is not asked
     */
    record Pasted(String forge, String eventType, String body, Optional<String> permission) implements Occasion {}

    /** An event in Krate's own words, believed as it is. */
    record Given(SourceEvent event) implements Occasion {}
}
