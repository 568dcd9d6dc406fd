package ai.a5c.krate.observe;

/** Something worth counting or logging; the closed list of what the core reports. Names and codes only, never content. */
public sealed interface KrateEvent {

    /** A webhook delivery was stored; {@code duplicate} if it was known already. */
    record DeliveryStored(String organization, String delivery, boolean duplicate) implements KrateEvent {}

    /** A delivery was decided: {@code created}, {@code unmatched}, {@code rejected}, ... */
    record DeliveryDecided(String organization, String delivery, String decision) implements KrateEvent {}

    /** A run entered a phase. */
    record RunMoved(String organization, String run, String phase) implements KrateEvent {}

    /** An approval entered a phase. */
    record ApprovalMoved(String organization, String approval, String phase) implements KrateEvent {}

    /** A write-back entered a phase. */
    record WriteBackMoved(String organization, String writeBack, String phase) implements KrateEvent {}

    /** A step of the engine failed and will be tried again; {@code problem} names it without secrets. */
    record StepFailed(String loop, String subject, String problem) implements KrateEvent {}
}
