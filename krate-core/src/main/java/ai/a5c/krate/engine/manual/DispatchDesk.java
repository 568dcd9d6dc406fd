package ai.a5c.krate.engine.manual;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Standing;
import ai.a5c.krate.engine.draft.Draft;
import ai.a5c.krate.engine.draft.DraftMaker;
import ai.a5c.krate.engine.draft.Order;
import ai.a5c.krate.engine.draft.Rates;
import ai.a5c.krate.engine.draft.Starting;
import ai.a5c.krate.engine.draft.WorkItemRates;
import ai.a5c.krate.engine.manual.Ordering.Ordered;
import ai.a5c.krate.engine.rehearsal.Stage;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.trigger.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where people dispatch agents by hand: reviewed like any rule's run, with the rights of whoever asks. */
public final class DispatchDesk {

    private static final int TRIES = 5;

    private final Desk desk;
    private final Desk stage;
    private final DraftMaker drafts;
    private final Rates rates = new Rates();
    private final Starting starting = new Starting();

    public DispatchDesk(Desk desk) {
        this.desk = desk;
        this.stage = Stage.of(desk);
        this.drafts = new DraftMaker(desk);
    }

    /**
     * Makes the run that is asked for; the one that was made for the same request before, if there is one.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException if repository, commit or a file is not there
     * @throws RefusedException {@code KEY_REUSED}; {@code RATE_LIMITED}; {@code UNAVAILABLE} if the repository cannot be
     *     reached now
     */
    public DispatchAnswer dispatch(Asked asked) {
        Optional<RequestKey> key = RequestKey.of(asked);
        Optional<AgentDispatchRun> known = desk.write(records -> known(records, asked, key));
        if (known.isPresent()) {
            return new DispatchAnswer.Accepted(known.get(), true);
        }
        String seed = key.map(one -> one.scope() + "/" + one.key()).orElseGet(() -> "request/" + UUID.randomUUID());
        for (int i = 0; i < TRIES; i++) {
            Ordered ordered = new Ordering(desk, desk).order(asked, seed);
            Reviewed reviewed = drafts.reviewed(ordered.order(), Moment.CREATE_DISPATCH);
            if (reviewed.review().decision() == Decision.DENIED) {
                return denied(asked, ordered.order(), reviewed);
            }
            Draft draft = drafts.draft(ordered.order(), reviewed);
            Optional<DispatchAnswer> made = desk.write(records -> commit(records, asked, ordered, draft));
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new RefusedException("UNAVAILABLE", "what the run needs changes faster than it can be reviewed");
    }

    /**
     * What {@link #dispatch} would make of it now, by the same code; stores nothing.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException if repository, commit or a file is not there
     * @throws RefusedException {@code UNAVAILABLE} if the repository cannot be reached now
     */
    public Preview preview(Asked asked) {
        Order order = new Ordering(stage, desk)
                .order(asked, "preview/" + UUID.randomUUID())
                .order();
        Draft draft = new DraftMaker(stage).draft(order, Moment.CREATE_DISPATCH);
        return new Preview(
                draft.run(),
                draft.bundle(),
                Blobs.text(stage.ports(), draft.bundle().spec().promptDigest()),
                draft.review(),
                order.event().trustReason());
    }

    private static Optional<AgentDispatchRun> known(Records records, Asked asked, Optional<RequestKey> key) {
        return key.flatMap(one -> one.run(records, asked.namespace()));
    }

    /** Empty if what was reviewed, or who asks, has changed since. */
    private Optional<DispatchAnswer> commit(Records records, Asked asked, Ordered ordered, Draft draft) {
        Optional<RequestKey> key = RequestKey.of(asked);
        key.ifPresent(one -> one.lock(records));
        Rates.Counted counted = counted(records, ordered.order());
        Optional<AgentDispatchRun> known = known(records, asked, key);
        if (known.isPresent()) {
            return Optional.of(new DispatchAnswer.Accepted(known.get(), true));
        }
        Standing now = Standing.of(records, asked.caller(), ordered.order().repository());
        if (!draft.reviewed().isCurrent(records) || !now.equals(ordered.standing())) {
            return Optional.empty();
        }
        WorkItemRates.require(records, WorkItemRates.Item.of(ordered.order()));
        count(records, counted);
        AgentDispatchRun run = starting.create(records, draft, asked.caller().name());
        key.ifPresent(one -> one.take(records, run.metadata().name()));
        return Optional.of(new DispatchAnswer.Accepted(starting.admit(records, run, draft), false));
    }

    /** What is counted, under the locks that whoever counts takes. */
    private static Rates.Counted counted(Records records, Order order) {
        String repository = order.repository().metadata().name();
        String actor = order.event().actor().login();
        records.transaction().lock("admission/repository/%s/%s".formatted(order.namespace(), repository));
        records.transaction().lock("admission/actor/%s/%s".formatted(order.namespace(), actor));
        return new Rates.Counted(order.namespace(), order.event(), true, "", "");
    }

    private void count(Records records, Rates.Counted counted) {
        List<Quota> quotas = rates.quotas(records, counted);
        for (Quota quota : quotas) {
            if (quota.isUsedUp()) {
                throw new RefusedException(
                        "RATE_LIMITED", quota.told(quota.of() == Quota.Of.ACTOR ? "principal" : "repository"));
            }
        }
        rates.count(records, counted, quotas, true);
    }

    /** Counts and audits a request that the review denies; there is no run of it. */
    private DispatchAnswer denied(Asked asked, Order order, Reviewed reviewed) {
        desk.write(records -> {
            count(records, counted(records, order));
            ResourceKey subject = new ResourceKey(
                    "AgentDispatchRun",
                    asked.namespace(),
                    Names.seeded("denied", order.event().uid()));
            Journal.audit(
                    records,
                    asked.caller().name(),
                    "run.denied",
                    subject,
                    Map.of(
                            "stack", order.stack(),
                            "repository", order.repository().metadata().name(),
                            "sha", order.sha(),
                            "review", reviewed.review().snapshotDigest().text(),
                            "reasons", Draft.denial(reviewed.review())));
            return subject;
        });
        return new DispatchAnswer.Denied(reviewed.review());
    }
}
