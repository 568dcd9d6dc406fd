package ai.a5c.krate.engine.notice;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Leaks;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.kind.execution.AgentNotice.NoticePhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.TargetException;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what was noted, once: looks for it, writes it if it is not there, looks again, settles.
 *
 * <p>One server says one thing at a time; killed anywhere, the next finds what this one left. What changes while it is
 * being said is said next, and at most every few seconds: of many changes the last word is what stands there.
 */
public final class NoticeWriter {

    private static final int MAX_TRIES = 40;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration PACE = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofHours(1);
    private static final Set<NoticeForm> SAID_ONCE = EnumSet.of(NoticeForm.REPLY, NoticeForm.REACTION);
    private static final Reason NO_TARGET = new Reason("TargetMissing", "this server cannot do that at the forge");
    private static final Reason SWITCHED_OFF =
            new Reason("Muted", "the repository has no forge to say it at, or says that Krate does not do this there");
    private static final Reason TOO_LATE =
            new Reason("TooLate", "the forge could not be reached for an hour; an answer that late is none");

    private final Desk desk;
    private final Duration hold;
    private final Leaks leaks;

    /** A writer that nobody else interferes with for {@code hold} once it begins to say something. */
    public NoticeWriter(Desk desk, Duration hold) {
        this.desk = desk;
        this.hold = hold;
        this.leaks = new Leaks(desk);
    }

    /** Says what {@code message} names, if it is still to be said. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentNotice> found = desk.get(AgentNotice.class, key.namespace(), key.name());
        if (found.isEmpty() || !isOpen(found.get())) {
            desk.write(records -> records.transaction().done(message));
            return;
        }
        AgentNotice notice = found.get();
        Optional<Instant> pause = pause(notice);
        if (pause.isPresent()) {
            desk.write(records -> records.transaction().retry(message, pause.get()));
            return;
        }
        Optional<WriteBackTarget> target =
                desk.ports().target(Speech.mutation(notice).action());
        Optional<Ending> refusal = refusal(notice, target.isPresent());
        if (refusal.isPresent()) {
            end(message, notice, refusal.get());
        } else {
            act(message, notice, target.orElseThrow());
        }
    }

    private static boolean isOpen(AgentNotice notice) {
        return notice.status().phase() == NoticePhase.PENDING || notice.status().phase() == NoticePhase.WRITING;
    }

    /** When it may be changed again, if that is not now. */
    private Optional<Instant> pause(AgentNotice notice) {
        return Optional.ofNullable(notice.status().writtenAt())
                .map(last -> last.plus(PACE))
                .filter(next -> next.isAfter(desk.ports().clock().instant()));
    }

    private Optional<Ending> refusal(AgentNotice notice, boolean hasTarget) {
        boolean speaks = desk.get(
                        Repository.class,
                        notice.metadata().namespace(),
                        notice.spec().repository())
                .filter(repository -> Muting.speaks(repository, notice.spec().form()))
                .isPresent();
        if (!speaks) {
            return Optional.of(new Ending(NoticePhase.MUTED, SWITCHED_OFF, false));
        }
        if (!hasTarget) {
            return Optional.of(new Ending(NoticePhase.MUTED, NO_TARGET, false));
        }
        if (SAID_ONCE.contains(notice.spec().form()) && isStale(notice)) {
            return Optional.of(new Ending(NoticePhase.FAILED, TOO_LATE, false));
        }
        List<String> said = new ArrayList<>(notice.spec().parameters().values());
        said.add(notice.spec().text());
        return leaks.in(notice.metadata().namespace(), said)
                .map(names ->
                        new Reason("SecretInText", "it was not said, since it would have carried a secret: " + names))
                .map(reason -> new Ending(NoticePhase.FAILED, reason, false));
    }

    private boolean isStale(AgentNotice notice) {
        Instant made = notice.metadata().creationTimestamp();
        return made != null && made.plus(STALE).isBefore(desk.ports().clock().instant());
    }

    private void act(Message message, AgentNotice notice, WriteBackTarget target) {
        Optional<AgentNotice> begun = desk.write(records -> begin(records, message, notice));
        if (begun.isEmpty()) {
            desk.write(records ->
                    records.transaction().retry(message, records.now().plus(PAUSE)));
            return;
        }
        AgentNotice intended = begun.get();
        try {
            settle(message, intended, written(target, Speech.mutation(intended)));
        } catch (TargetException e) {
            Reason reason = new Reason(e.code(), String.valueOf(e.getMessage()));
            if (e.isTransient() && intended.status().tries() < MAX_TRIES) {
                later(message, intended, reason);
            } else {
                end(message, intended, new Ending(NoticePhase.FAILED, reason, true));
            }
        }
    }

    /** The notice with one more try noted; empty if another server is at it, or it is to say something else by now. */
    private Optional<AgentNotice> begin(Records records, Message message, AgentNotice notice) {
        AgentNotice now = need(records, notice);
        boolean same = isOpen(now) && now.spec().equals(notice.spec());
        return same && hold(records, message, records.now().plus(hold))
                ? Optional.of(records.update(now.with(now.status().trying())))
                : Optional.empty();
    }

    private boolean hold(Records records, Message message, Instant until) {
        String me = desk.ports().worker();
        return records.transaction()
                .take("notice", message.key(), me, records.now(), until)
                .equals(me);
    }

    private static Written written(WriteBackTarget target, Mutation mutation) {
        Optional<Written> before = target.find(mutation);
        if (before.isPresent()) {
            return before.get();
        }
        target.write(mutation);
        return target.find(mutation)
                .orElseThrow(() -> new TargetException(
                        "NotVerified", "it was written, but it cannot be found at the forge", true));
    }

    private void settle(Message message, AgentNotice said, Written written) {
        String digest = Speech.digest(said);
        desk.write(records -> {
            AgentNotice now = need(records, said);
            boolean last = Speech.digest(now).equals(digest);
            records.update(now.with(now.status()
                    .written(
                            last ? NoticePhase.SETTLED : NoticePhase.PENDING,
                            written.remoteId(),
                            written.url(),
                            digest,
                            records.now())));
            ForgeHealth.took(records, repository(now));
            hold(records, message, records.now());
            return last
                    ? records.transaction().done(message)
                    : records.transaction().retry(message, records.now().plus(PACE));
        });
    }

    private void later(Message message, AgentNotice notice, Reason reason) {
        Duration pause = PAUSE.multipliedBy(1L << Math.min(notice.status().tries(), 16));
        Duration bounded = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
        desk.write(records -> {
            AgentNotice now = need(records, notice);
            records.update(now.with(now.status().failedOnce(reason)));
            hold(records, message, records.now());
            return records.transaction().retry(message, records.now().plus(bounded));
        });
    }

    /** Says it no more, unless it is to say something else by now. */
    private void end(Message message, AgentNotice notice, Ending ending) {
        desk.write(records -> {
            AgentNotice now = need(records, notice);
            if (!now.spec().equals(notice.spec())) {
                return records.transaction().retry(message, records.now().plus(PAUSE));
            }
            AgentNotice ended = records.update(now.with(now.status().in(ending.phase(), ending.reason())));
            if (ending.blamesForge()) {
                ForgeHealth.refused(records, repository(ended), ending.reason());
            }
            if (ending.phase() == NoticePhase.FAILED) {
                tell(records, ended);
            }
            hold(records, message, records.now());
            return records.transaction().done(message);
        });
    }

    private static void tell(Records records, AgentNotice ended) {
        Reason reason = ended.status().reason();
        Journal.audit(
                records, "krate", "notice.failed", ended.key(), Map.of("code", reason.code(), "why", reason.message()));
        String run = ended.spec().dispatchRun();
        if (!run.isEmpty()) {
            Journal.tell(
                    records,
                    new ResourceKey("AgentDispatchRun", ended.metadata().namespace(), run),
                    "error",
                    Map.of("text", "not said at the forge: " + reason.message()));
        }
    }

    private static ResourceKey repository(AgentNotice notice) {
        return new ResourceKey(
                "Repository", notice.metadata().namespace(), notice.spec().repository());
    }

    private static AgentNotice need(Records records, AgentNotice notice) {
        return records.need(
                AgentNotice.class,
                notice.metadata().namespace(),
                notice.metadata().name());
    }

    /** How a notice ends unsaid. */
    private record Ending(NoticePhase phase, Reason reason, boolean blamesForge) {}
}
