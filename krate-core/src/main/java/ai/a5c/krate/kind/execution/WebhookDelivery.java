package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A webhook call as it arrived, and what came of it. */
@KindInfo(
        plural = "webhookdeliveries",
        shortNames = "delivery",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "A webhook call as it arrived, and what came of it.",
        columns = {"Event=.spec.eventType", "Phase=.status.phase", "Decision=.status.decision"},
        wide = {
            "Subscription=.spec.subscription",
            "Id=.spec.deliveryId",
            "Signature=.spec.signature",
            "Received=.spec.receivedAt"
        })
public record WebhookDelivery(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public WebhookDelivery withMetadata(Metadata next) {
        return new WebhookDelivery(next, spec, status);
    }

    /** The same with another status. */
    public WebhookDelivery with(Status next) {
        return new WebhookDelivery(metadata, spec, next);
    }

    /** The call; its body is a blob. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(
                    value = "The subscription that it came in by.",
                    required = true,
                    ref = "WebhookSubscription",
                    indexed = true,
                    immutable = true)
            String subscription,

            @Field(value = "The forge's word for it.", required = true, immutable = true)
            String eventType,

            @Field(
                    value = "The forge's id for it; chosen by the sender, not signed.",
                    required = true,
                    indexed = true,
                    immutable = true)
            String deliveryId,

            @Field("Allow-listed headers, names in lower case.")
            Map<String, String> headers,

            @Field(value = "The digest of the raw body.", form = Form.DIGEST, indexed = true, immutable = true)
            String bodyDigest,

            @Field(value = "The body's length.", min = 0, immutable = true)
            long bodyBytes,

            @Field(
                    "What the signature check said: valid or valid-previous; or polled, when Krate read it at the forge.")
            String signature,

            @Field(value = "When it arrived.", immutable = true) @Nullable Instant receivedAt,

            @Field(
                    value = "The delivery that this one repeats; empty for none.",
                    ref = "WebhookDelivery",
                    indexed = true,
                    immutable = true)
            String replayOf,

            @Field(
                    value =
                            "The work item that it is about, as in acme/app#issue/1; what is about one is decided in the order received.",
                    indexed = true,
                    immutable = true)
            String subject) {

        public Spec {
            headers = Map.copyOf(headers);
        }
    }

    /** What came of it. */
    public record Status(
            @Field(value = "Where it stands.", def = "received", indexed = true)
            Phase phase,

            @Field("The strongest decision of its rules: created, coalesced, unmatched, ...")
            String decision,

            @Field("Why, for people.") List<Reason> reasons,

            @Field(value = "The event that it was read as.", indexed = true)
            String sourceEvent,

            @Field("The trigger executions that it led to.") List<String> executions,
            @Field("The runs that it led to.") List<String> runs) {

        public Status {
            reasons = List.copyOf(reasons);
            executions = List.copyOf(executions);
            runs = List.copyOf(runs);
        }
    }

    /** Where a delivery stands. */
    public enum Phase {
        RECEIVED,
        DECIDED
    }
}
