package ai.a5c.krate.engine.effect;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.dispatch.WriteBackStanding;
import ai.a5c.krate.engine.ApproverUnknownException;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.EffectDocument;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.WriteBacks;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.observe.KrateEvent.WriteBackMoved;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import ai.a5c.krate.writeback.ReasonCode;
import ai.a5c.krate.writeback.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what was approved, once: checks again, notes the intent, looks for its marker, acts, looks again, settles.
 *
 * <p>Killed anywhere, the next try finds what this one left behind.
 */
public final class WriteBackExecutor {

    private static final int MAX_TRIES = 8;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Reason ELSEWHERE =
            new Reason("Waiting", "another server is at it, or its run went another way; it is looked at again");

    private final Desk desk;
    private final Duration hold;
    private final LastCheck check;
    private final Supersession supersession;
    private final RunBook book = new RunBook();

    /** An executor that nobody else interferes with for {@code hold} once it begins to write. */
    public WriteBackExecutor(Desk desk, Duration hold) {
        this.desk = desk;
        this.hold = hold;
        this.check = new LastCheck(desk);
        this.supersession = new Supersession(desk);
    }

    /** Brings the write-back that {@code message} names as far as it goes now. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentWriteBack> found = desk.get(AgentWriteBack.class, key.namespace(), key.name());
        if (found.isEmpty() || isOver(found.get())) {
            desk.write(records -> records.transaction().done(message));
            return;
        }
        AgentWriteBack one = found.get();
        if (waitsForEarlierOnes(one)) {
            later(message, one, new Reason("Waiting", "an earlier write-back of the run goes first"), PAUSE);
            return;
        }
        try {
            if (!wasWritten(message, one)) {
                judge(message, one);
            }
        } catch (GitRefusedException e) {
            later(message, one, new Reason(e.code(), String.valueOf(e.getMessage())), pause(message.claims()));
        } catch (ApproverUnknownException e) {
            Reason reason = new Reason(ApproverUnknownException.CODE, String.valueOf(e.getMessage()));
            later(message, one, reason, pause(message.claims()));
        }
    }

    private void judge(Message message, AgentWriteBack one) {
        LastCheck.Judged judged = check.check(one);
        Verdict verdict = judged.verdict();
        if (verdict instanceof Verdict.Allowed) {
            act(message, one);
        } else if (verdict instanceof Verdict.Superseded superseded) {
            supersession.askAgain(message, one, superseded.message());
        } else if (!judged.revoked().isEmpty()) {
            supersession.askAnother(message, one, judged.revoked());
        } else {
            refused(message, one, (Verdict.Refused) verdict);
        }
    }

    /** Whether this try is over because an earlier one has written, whatever would be allowed now. */
    private boolean wasWritten(Message message, AgentWriteBack one) {
        Optional<WriteBackTarget> target = desk.ports().target(one.spec().action());
        if (one.status().phase() != WriteBackPhase.WRITING || target.isEmpty()) {
            return false;
        }
        try {
            Optional<Written> left = target.get().find(mutation(one));
            left.ifPresent(written -> settle(message, one, written));
            return left.isPresent();
        } catch (TargetException e) {
            if (e.isTransient() && one.status().tries() < MAX_TRIES) {
                later(message, one, new Reason(e.code(), String.valueOf(e.getMessage())), pause(message.claims()));
                return true;
            }
            return false;
        }
    }

    private static Duration pause(int tries) {
        return PAUSE.multipliedBy(1L << Math.min(tries, MAX_TRIES));
    }

    /** Whether there is nothing to write: it has ended, or nobody has allowed it yet. */
    private static boolean isOver(AgentWriteBack one) {
        return switch (one.status().phase()) {
            case APPROVED, WRITING -> false;
            case REQUESTED, SETTLED, DENIED, FAILED, SUPERSEDED -> true;
        };
    }

    private boolean waitsForEarlierOnes(AgentWriteBack one) {
        return desk.write(records -> WriteBacks.of(records, run(records, one)).stream()
                .filter(other -> other.spec().ordinal() < one.spec().ordinal())
                .anyMatch(other -> other.status().phase() == WriteBackPhase.APPROVED
                        || other.status().phase() == WriteBackPhase.WRITING));
    }

    private void act(Message message, AgentWriteBack one) {
        Optional<AgentWriteBack> begun = desk.write(records -> begin(records, message, one));
        if (begun.isEmpty()) {
            later(message, one, ELSEWHERE, pause(message.claims()));
            return;
        }
        AgentWriteBack intended = begun.get();
        try {
            settle(message, intended, written(intended));
        } catch (TargetException e) {
            Reason reason = new Reason(e.code(), String.valueOf(e.getMessage()));
            if (e.isTransient() && intended.status().tries() < MAX_TRIES) {
                later(message, intended, reason, pause(intended.status().tries()));
            } else if (e.code().equals(TargetException.NO_CHANGE)) {
                end(message, intended, WriteBackPhase.SETTLED, reason, WriteBackStanding.NO_CHANGE);
            } else {
                end(message, intended, WriteBackPhase.FAILED, reason, WriteBackStanding.FAILED);
            }
        }
    }

    /** The write-back with the intent noted; empty if it, its run or another server has gone another way meanwhile. */
    private Optional<AgentWriteBack> begin(Records records, Message message, AgentWriteBack one) {
        AgentWriteBack now = records.need(
                AgentWriteBack.class, one.metadata().namespace(), one.metadata().name());
        AgentDispatchRun run = run(records, now);
        if (isOver(now) || run.status().finishedAt() != null || run.status().cancelRequested()) {
            return Optional.empty();
        }
        String me = desk.ports().worker();
        String holder = records.transaction()
                .take(
                        "write-back",
                        message.key(),
                        me,
                        records.now(),
                        records.now().plus(hold));
        return holder.equals(me)
                ? Optional.of(records.update(now.with(now.status().trying())))
                : Optional.empty();
    }

    private Written written(AgentWriteBack one) {
        WriteBackTarget target = desk.ports()
                .target(one.spec().action())
                .orElseThrow(() -> new TargetException(
                        "TargetMissing",
                        "this server has no target for " + one.spec().action(),
                        false));
        Mutation mutation = mutation(one);
        Optional<Written> before = target.find(mutation);
        if (before.isPresent()) {
            return before.get();
        }
        target.write(mutation);
        return target.find(mutation)
                .orElseThrow(() -> new TargetException(
                        "NotVerified", "it was written, but it cannot be found on the remote side", true));
    }

    private Mutation mutation(AgentWriteBack one) {
        if (EffectDocument.holds(one.spec().action())) {
            return documented(one);
        }
        return new Mutation(
                one.spec().action(),
                one.metadata().namespace(),
                one.spec().repository(),
                one.spec().target(),
                Blobs.text(desk.ports(), one.spec().contentDigest()),
                one.spec().marker(),
                one.spec().parameters());
    }

    private Mutation documented(AgentWriteBack one) {
        EffectDocument document =
                EffectDocument.read(Blobs.text(desk.ports(), one.spec().contentDigest()));
        Map<String, String> parameters = new HashMap<>(document.parameters());
        if (one.spec().action().equals("open-pr")) {
            check.pushed(one)
                    .ifPresent(push -> parameters.put("headSha", push.status().remoteId()));
        }
        if (one.spec().action().equals("pr-review")) {
            approvedHead(one)
                    .filter(head -> !head.equals(parameters.get("headSha")))
                    .ifPresent(head -> parameters.put("approvedHead", head));
        }
        return new Mutation(
                one.spec().action(),
                one.metadata().namespace(),
                one.spec().repository(),
                one.spec().target(),
                document.content(),
                one.spec().marker(),
                parameters);
    }

    /** The head that was shown to whoever approved {@code one}. */
    private Optional<String> approvedHead(AgentWriteBack one) {
        return desk.get(
                        AgentApproval.class,
                        one.metadata().namespace(),
                        one.status().approval())
                .map(approval -> approval.spec().headSha())
                .filter(head -> !head.isEmpty());
    }

    private void settle(Message message, AgentWriteBack one, Written written) {
        Reason none = Reason.NONE;
        end(
                message,
                one.with(one.status().written(written.remoteId(), written.url())),
                WriteBackPhase.SETTLED,
                none,
                WriteBackStanding.APPLIED);
    }

    private void refused(Message message, AgentWriteBack one, Verdict.Refused refused) {
        Reason reason = new Reason(refused.code().name(), refused.message());
        if (refused.code().severity() == ReasonCode.Severity.WAITING) {
            desk.write(records -> records.transaction().done(message));
        } else if (refused.code() == ReasonCode.RUN_CANCELLED || refused.code() == ReasonCode.RUN_ENDED) {
            end(message, one, WriteBackPhase.SUPERSEDED, reason, WriteBackStanding.CANCELLED);
        } else {
            end(message, one, WriteBackPhase.FAILED, reason, WriteBackStanding.FAILED);
        }
    }

    private void end(
            Message message, AgentWriteBack one, WriteBackPhase phase, Reason reason, WriteBackStanding standing) {
        desk.write(records -> {
            AgentWriteBack now = records.need(
                    AgentWriteBack.class,
                    one.metadata().namespace(),
                    one.metadata().name());
            if (isOver(now)) {
                return records.transaction().done(message);
            }
            AgentWriteBack ended = records.update(now.with(now.status()
                    .written(one.status().remoteId(), one.status().url())
                    .ended(phase, reason, records.now())));
            tell(records, ended);
            AgentDispatchRun run = run(records, ended);
            if (run.status().finishedAt() == null) {
                book.on(
                        records,
                        run,
                        new RunEvent.WriteBackSettled(one.spec().ordinal(), standing),
                        desk.ports().worker());
            }
            supersession.closeApproval(records, ended);
            return records.transaction().done(message);
        });
        desk.ports()
                .listener()
                .on(new WriteBackMoved(
                        one.metadata().namespace(), one.metadata().name(), phase.name()));
    }

    private static void tell(Records records, AgentWriteBack ended) {
        boolean written = ended.status().phase() == WriteBackPhase.SETTLED
                && ended.status().reason().equals(Reason.NONE);
        String outcome = written
                ? "%s is written: %s"
                        .formatted(ended.spec().action(), ended.status().remoteId())
                : "%s is not written: %s"
                        .formatted(
                                ended.spec().action(), ended.status().reason().message());
        Map<String, String> document = Map.of(
                "text",
                outcome,
                "writeBack",
                ended.metadata().name(),
                "url",
                ended.status().url());
        Journal.tell(
                records,
                new ResourceKey(
                        "AgentDispatchRun",
                        ended.metadata().namespace(),
                        ended.spec().dispatchRun()),
                "write-back",
                document);
        Journal.audit(
                records,
                "krate",
                "write-back.ended",
                ended.key(),
                Map.of(
                        "phase",
                        ended.status().phase().name(),
                        "remoteId",
                        ended.status().remoteId()));
    }

    private void later(Message message, AgentWriteBack one, Reason reason, Duration pause) {
        desk.write(records -> {
            AgentWriteBack now = records.need(
                    AgentWriteBack.class,
                    one.metadata().namespace(),
                    one.metadata().name());
            if (!isOver(now) && !now.status().reason().equals(reason)) {
                records.update(now.with(now.status().seen(now.status().headSha(), reason)));
            }
            return records.transaction().retry(message, records.now().plus(pause));
        });
    }

    private static AgentDispatchRun run(Records records, AgentWriteBack one) {
        return records.need(
                AgentDispatchRun.class, one.metadata().namespace(), one.spec().dispatchRun());
    }
}
