package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import ai.a5c.krate.resource.SecretKeyRef;
import java.util.List;

/** A webhook that a forge or CI server may call, and how its calls are authenticated. */
@KindInfo(
        plural = "webhooksubscriptions",
        shortNames = "hook",
        storage = Storage.CONFIG,
        doc = "A webhook that a forge or CI server may call, and how its calls are authenticated.",
        columns = {"Forge=.spec.forge", "Direction=.spec.direction"},
        wide = {"Events=.spec.events", "Secret=.spec.signing.current.name"})
public record WebhookSubscription(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public WebhookSubscription withMetadata(Metadata next) {
        return new WebhookSubscription(next, spec, status);
    }

    /** Who calls, about what, signed with what. */
    @Rule(check = Check.REQUIRED_WHEN, fields = "signing", when = "forge", is = "jenkins")
    @Rule(check = Check.REQUIRED_WHEN, fields = "url", when = "direction", is = "outbound")
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(
                    value = "Event types that are evaluated; others are stored and ignored. '*' for all.",
                    required = true)
            List<String> events,

            @Field(value = "Whether calls come in or go out; none go out yet.", def = "inbound")
            Direction direction,

            @Field(value = "Who calls: gitea, jenkins, or generic for any program that signs.", def = "gitea")
            String forge,

            @Field(value = "Where calls go that go out. Recorded; none go out yet.", form = Form.URL)
            String url,

            @Field("The secrets that calls may be signed with.")
            Signing signing) {

        public Spec {
            events = List.copyOf(events);
        }
    }

    /** The secrets of a subscription; two are valid while one is rotated. */
    @Rule(check = Check.REQUIRED_WHEN, fields = "current", when = "previous")
    @Rule(
            check = Check.DIFFERENT,
            fields = {"current", "previous"})
    public record Signing(
            @Field("The secret of now.") SecretKeyRef current,

            @Field("The secret of before, valid until it is removed here.")
            SecretKeyRef previous) {}

    /** Whether calls come in or go out. */
    public enum Direction {
        INBOUND,
        OUTBOUND
    }
}
