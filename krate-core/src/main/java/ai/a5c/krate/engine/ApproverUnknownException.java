package ai.a5c.krate.engine;

/** Thrown when nobody says just now whether somebody may still approve; the same question may be answered later. */
public final class ApproverUnknownException extends RuntimeException {

    /** The code of the reason that is shown meanwhile. */
    public static final String CODE = "ApproverUnknown";

    ApproverUnknownException(String actor, String why) {
        super("whether %s, who approved it, still may cannot be told just now, so nothing is written yet: %s"
                .formatted(actor, why));
    }
}
