package ai.a5c.krate.causality;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import java.util.EnumSet;
import java.util.Set;

/** Decides whether an event is our own echo, somebody's edit of another's words, or too far down a chain of runs. */
public final class Causality {

    /** What our own work sets off without any word of ours; a rule may allow some hops of it. A status is our word. */
    private static final Set<Source> CONSEQUENCES = EnumSet.of(Source.PUSH, Source.CI);

    private Causality() {}

    /**
     * The verdict on {@code event}.
     *
     * <p>Ids decide, never names. A marker counts only in a text that our own identity wrote: in a stranger's text it
     * is ignored, so that it neither passes for ours nor keeps the stranger's request from being heard.
     */
    public static Verdict judge(SourceEvent event, Ancestry ancestry) {
        if (isOwnText(event, ancestry)) {
            return new Verdict(Verdict.Code.OWN_ECHO, "Krate wrote this text itself");
        }
        if (event.actor().self() && !isAllowedHop(event, ancestry)) {
            return new Verdict(Verdict.Code.OWN_ECHO, "Krate caused this event itself");
        }
        if (isEditedByOther(event)) {
            return new Verdict(
                    Verdict.Code.EDITED_BY_OTHER,
                    "somebody other than its author edited this text; that is no request");
        }
        if (ancestry.depth() > ancestry.maxChainDepth()) {
            return new Verdict(
                    Verdict.Code.CHAIN_TOO_DEEP,
                    "%d runs stand behind this event, and %d are allowed"
                            .formatted(ancestry.depth(), ancestry.maxChainDepth()));
        }
        return new Verdict(Verdict.Code.ADMITTED, "not caused by Krate");
    }

    private static boolean isOwnText(SourceEvent event, Ancestry ancestry) {
        String author = event.text().triggerAuthorId();
        boolean writtenByUs = !author.isEmpty() && author.equals(ancestry.ownActorId());
        return writtenByUs && hasOwnMarker(event.text().trigger(), ancestry);
    }

    private static boolean hasOwnMarker(String text, Ancestry ancestry) {
        return Marker.findAll(text).stream()
                .anyMatch(marker -> ancestry.markerKeys().stream().anyMatch(marker::verify));
    }

    private static boolean isAllowedHop(SourceEvent event, Ancestry ancestry) {
        return CONSEQUENCES.contains(event.source())
                && ancestry.depth() > 0
                && ancestry.depth() <= ancestry.maxChainDepth();
    }

    private static boolean isEditedByOther(SourceEvent event) {
        return event.type().endsWith(".edited")
                && !event.text().triggerAuthorId().equals(event.actor().id());
    }
}
