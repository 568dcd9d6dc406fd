package ai.a5c.krate.cel;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import java.util.Locale;
import java.util.Optional;

/** What expressions may ask of {@code event}. */
final class EventShape implements CelTypeProvider {

    /** Of {@code event.payload}, which is asked with {@code at} and {@code has}. */
    static final OpaqueType PAYLOAD = OpaqueType.create("Payload");

    private static final ListType TEXTS = ListType.create(SimpleType.STRING);

    private static final Shape<Actor> ACTOR = new Shape<Actor>("Actor")
            .with("login", SimpleType.STRING, Actor::login)
            .with("id", SimpleType.STRING, Actor::id)
            .with("permission", SimpleType.STRING, Actor::permission)
            .with("isBot", SimpleType.BOOL, Actor::bot);

    private static final Shape<WorkItem> WORK_ITEM = new Shape<WorkItem>("WorkItem")
            .with("id", SimpleType.STRING, WorkItem::id)
            .with("kind", SimpleType.STRING, WorkItem::kind)
            .with("number", SimpleType.INT, WorkItem::number)
            .with("title", SimpleType.STRING, WorkItem::title);

    private static final Shape<Ci> CI = new Shape<Ci>("Ci")
            .with("workflow", SimpleType.STRING, Ci::workflow)
            .with("job", SimpleType.STRING, Ci::job)
            .with("stage", SimpleType.STRING, Ci::stage)
            .with("step", SimpleType.STRING, Ci::step)
            .with("check", SimpleType.STRING, Ci::check)
            .with("conclusion", SimpleType.STRING, Ci::conclusion)
            .with(
                    "exitCode",
                    SimpleType.INT,
                    ci -> ci.exitCode().map(Integer::longValue).orElse(null))
            .with("failureSignature", SimpleType.STRING, Ci::failureSignature)
            .with("testNames", TEXTS, Ci::testNames)
            .with("buildUrl", SimpleType.STRING, Ci::buildUrl)
            .with("chain", SimpleType.STRING, Ci::chain);

    private static final Shape<SourceEvent> EVENT = new Shape<SourceEvent>("Event")
            .with("uid", SimpleType.STRING, SourceEvent::uid)
            .with("organization", SimpleType.STRING, SourceEvent::organization)
            .with("source", SimpleType.STRING, event -> event.source().word())
            .with("type", SimpleType.STRING, SourceEvent::type)
            .with("action", SimpleType.STRING, SourceEvent::action)
            .with("repository", SimpleType.STRING, SourceEvent::repository)
            .with("ref", SimpleType.STRING, event -> event.ref().orElse(""))
            .with("branch", SimpleType.STRING, event -> event.branch().orElse(""))
            .with("sha", SimpleType.STRING, event -> event.sha().orElse(""))
            .with("baseRef", SimpleType.STRING, event -> event.baseRef().orElse(""))
            .with("isFork", SimpleType.BOOL, SourceEvent::fork)
            .with("actor", ACTOR.type(), event -> ACTOR.of(event.actor()))
            .with("trust", SimpleType.STRING, event -> event.trust().name().toLowerCase(Locale.ROOT))
            .with(
                    "workItem",
                    WORK_ITEM.type(),
                    event -> event.workItem().map(WORK_ITEM::of).orElse(null))
            .with("labels", TEXTS, SourceEvent::labels)
            .with("paths", TEXTS, SourceEvent::paths)
            .with("text", SimpleType.STRING, event -> event.text().trigger())
            .with("body", SimpleType.STRING, event -> event.text().body())
            .with("mentions", TEXTS, SourceEvent::mentions)
            .with("ci", CI.type(), event -> event.ci().map(CI::of).orElse(null))
            .with("chainDepth", SimpleType.INT, event -> (long) event.chainDepth())
            .with("occurredAt", SimpleType.TIMESTAMP, SourceEvent::occurredAt)
            .with("payload", PAYLOAD, SourceEvent::payload);

    private static final ImmutableList<CelType> TYPES =
            ImmutableList.of(EVENT.type(), ACTOR.type(), WORK_ITEM.type(), CI.type(), PAYLOAD);

    /** Of {@code event} itself. */
    static StructType type() {
        return EVENT.type();
    }

    static StructValue<String, Object> of(SourceEvent event) {
        return EVENT.of(event);
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return TYPES;
    }

    @Override
    public Optional<CelType> findType(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
