import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The bridge to a platform whose deliveries are nothing but the text of a comment on issue 7 of acme/app. */
final class PlatformSource implements ForgeSource {

    @Override
    public String kind() {
        return "platform";
    }

    @Override
    public Reading read(ForgeDelivery delivery) {
        SourceEvent event = SourceEvent.of(
                        "comment-" + delivery.id(),
                        delivery.organization(),
                        Source.ISSUE_COMMENT,
                        "comment.created",
                        "acme/app")
                .actor(new SourceEvent.Actor("alice", "2", "unknown", false))
                .trust(Trust.UNTRUSTED, "not asked yet")
                .workItem(Optional.of(new SourceEvent.WorkItem("issue", 7, "The build is red")))
                .text(new SourceEvent.Text(delivery.body(), "", "2"))
                .mentions(delivery.body().contains("@agent") ? List.of("@agent") : List.of())
                .occurredAt(Instant.now())
                .deliveryRef(delivery.id())
                .build();
        return new Reading(Optional.of(event), "");
    }

    /** A real bridge asks its platform who the actor is; this one knows only alice. */
    @Override
    public SourceEvent enrich(Forge forge, SourceEvent event) {
        return event.judged(
                new SourceEvent.Actor("alice", "2", "write", false), Trust.TRUSTED, "alice may write to acme/app");
    }

    /** For dry runs: as if the platform had said so. */
    @Override
    public SourceEvent assume(SourceEvent event, String permission) {
        Trust trust = permission.equals("write") ? Trust.TRUSTED : Trust.UNTRUSTED;
        return event.judged(
                new SourceEvent.Actor(event.actor().login(), event.actor().id(), permission, false),
                trust,
                "assumed to have the permission " + permission);
    }
}
