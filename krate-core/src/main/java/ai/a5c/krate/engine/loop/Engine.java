package ai.a5c.krate.engine.loop;

import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.AttemptQueue;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Garbage;
import ai.a5c.krate.engine.Hosts;
import ai.a5c.krate.engine.Schedules;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.attempt.AttemptWorker;
import ai.a5c.krate.engine.attempt.Releases;
import ai.a5c.krate.engine.attempt.Sealing;
import ai.a5c.krate.engine.comment.CommentDesk;
import ai.a5c.krate.engine.effect.WriteBackExecutor;
import ai.a5c.krate.engine.intake.AdmissionProcessor;
import ai.a5c.krate.engine.intake.ScheduleProcessor;
import ai.a5c.krate.engine.intake.TriggerProcessor;
import ai.a5c.krate.engine.intake.TurnProcessor;
import ai.a5c.krate.engine.notice.NoticeWriter;
import ai.a5c.krate.engine.notice.RunNotices;
import ai.a5c.krate.engine.readiness.Readiness;
import ai.a5c.krate.engine.reconcile.Reconciler;
import ai.a5c.krate.engine.subagent.Children;
import ai.a5c.krate.engine.subagent.Returns;
import ai.a5c.krate.engine.workspace.StraySweep;
import ai.a5c.krate.engine.workspace.WorkspaceKeeper;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.work.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything that goes on by itself.
 *
 * <p>Each step takes one thing that is due and brings it as far as it goes. A step that fails is reported, and its
 * message comes again when its claim runs out: losing a wake-up costs time, never work.
 */
public final class Engine implements AutoCloseable {

    private static final int SEAL = 1_000;
    private static final Duration GATHER = Duration.ofMillis(500);
    private static final int MANY_CLAIMS = 15;

    /** Most of a decision is waiting for the database, the forge and Git. */
    private static final int DECIDERS = 4;

    private static final Duration PARKED = Duration.ofMinutes(10);
    private static final Duration HOST = Hosts.NOTED.dividedBy(3);

    /** What is done outside takes longer than a decision: nobody else may begin it meanwhile. */
    private static final int LONG_CLAIM = 10;

    private static final Set<String> LONG = Set.of(Topics.WRITE_BACK, Topics.NOTICE, Topics.RECONCILE);

    private final Desk desk;
    private final Duration lease;
    private final Map<String, Consumer<Message>> topics = new LinkedHashMap<>();
    private final AttemptWorker worker;
    private final Readiness readiness;
    private final String host;
    private volatile Instant noted = Instant.MIN;
    private final AtomicBoolean looked = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean mended = new AtomicBoolean();
    private final ConcurrentMap<String, Pace> paces = new ConcurrentHashMap<>();
    private final Alarms alarms;
    private final List<Thread> threads = new ArrayList<>();

    /** An engine whose claims last {@code lease} unless renewed. */
    public Engine(Desk desk, Duration lease) {
        this(desk, lease, Alarms.NONE, "");
    }

    /**
     * An engine that {@code alarms} ring where several servers share the store.
     *
     * @param console the console's address as people reach it; empty if they cannot
     */
    public Engine(Desk desk, Duration lease, Alarms alarms, String console) {
        this.desk = desk;
        this.alarms = alarms;
        this.lease = lease;
        this.worker = new AttemptWorker(desk, lease);
        TriggerProcessor triggers = new TriggerProcessor(desk, new CommentDesk(desk));
        AdmissionProcessor admissions = new AdmissionProcessor(desk);
        WriteBackExecutor writeBacks = new WriteBackExecutor(desk, lease.multipliedBy(LONG_CLAIM));
        Releases releases = new Releases(desk);
        ApprovalDesk approvals = new ApprovalDesk(desk);
        topics.put(Topics.DELIVERY, triggers::process);
        topics.put(Topics.ADMISSION, admissions::admit);
        topics.put(Topics.TURN, new TurnProcessor(desk)::process);
        topics.put(Topics.REVIEW, admissions::review);
        topics.put(Topics.WRITE_BACK, writeBacks::process);
        topics.put(Topics.NOTICE, new NoticeWriter(desk, lease.multipliedBy(LONG_CLAIM))::process);
        topics.put(Topics.STATUS, new RunNotices(desk, console)::process);
        topics.put(Topics.EXPIRY, message -> expire(approvals, message));
        topics.put(Topics.RELEASE, releases::process);
        this.host = releases.host();
        topics.put(Topics.session(host), releases::forget);
        topics.put(Topics.TRANSCRIPT, new Sealing(desk)::process);
        WorkspaceKeeper keeper = new WorkspaceKeeper(desk);
        StraySweep strays = new StraySweep(desk);
        topics.put(Topics.workspace(keeper.host()), message -> {
            if (StraySweep.isMeant(message)) {
                strays.process(message);
            } else {
                keeper.process(message);
            }
        });
        topics.put(Topics.SCHEDULE, new ScheduleProcessor(desk)::process);
        topics.put(Topics.SUBAGENT, new Children(desk)::process);
        topics.put(Topics.SUBAGENT_OVER, new Returns(desk)::process);
        topics.put(Topics.GARBAGE, new Garbage(desk)::process);
        topics.put(Topics.RECONCILE, new Reconciler(desk)::process);
        this.readiness = new Readiness(desk);
        topics.put(Topics.READINESS, readiness::process);
    }

    private void expire(ApprovalDesk approvals, Message message) {
        ResourceKey key = Topics.resource(message.key());
        approvals.expire(key.namespace(), key.name());
        desk.write(records -> records.transaction().done(message));
    }

    /** Does everything that is due, on this thread, until nothing is; for tests, and for those with loops of their own. */
    public void drain() {
        noteHost();
        boolean worked = true;
        while (worked) {
            worked = false;
            for (String topic : topics.keySet()) {
                worked |= step(topic);
            }
            worked |= worker.step(this::isStopping);
        }
        desk.ports().store().sealAudit(SEAL);
    }

    /** Says now and then that attempts are worked on here. */
    private void noteHost() {
        Instant now = desk.ports().clock().instant();
        if (noted.isBefore(now.minus(HOST))) {
            desk.write(records -> {
                Hosts.note(records, host);
                return host;
            });
            noted = now;
        }
    }

    /** Takes one due message of {@code topic}, if there is one. */
    private boolean step(String topic) {
        Optional<Message> due = claimed(topic);
        due.ifPresent(this::process);
        return due.isPresent();
    }

    private Optional<Message> claimed(String topic) {
        Duration length = LONG.contains(topic) ? lease.multipliedBy(LONG_CLAIM) : lease;
        return desk
                .ports()
                .store()
                .claim(durability(topic), topic, desk.ports().clock().instant(), length, 1)
                .stream()
                .findFirst();
    }

    /** A delivery is decided in the database alone, so that nothing is done twice if its claim is lost. */
    private static Durability durability(String topic) {
        return topic.equals(Topics.DELIVERY) ? Durability.RELAXED : Durability.SYNCED;
    }

    /** Lets one message that fails again and again come seldom, so that it does not keep others waiting. */
    private void process(Message message) {
        try {
            topics.getOrDefault(message.topic(), ignored -> {}).accept(message);
        } catch (RuntimeException e) {
            if (message.claims() < MANY_CLAIMS) {
                throw e;
            }
            desk.write(records ->
                    records.transaction().retry(message, records.now().plus(PARKED)));
            desk.ports()
                    .listener()
                    .on(new StepFailed(
                            "krate-" + message.topic(),
                            message.key(),
                            "it failed %d times and comes again in %s: %s".formatted(message.claims(), PARKED, e)));
        }
    }

    /** Starts the loops: one a topic, {@code workers} for attempts, some for deliveries, one for the audit trail. */
    public void start(int workers) {
        start(workers, DECIDERS);
    }

    /** As {@link #start(int)}, with {@code deciders} for deliveries: as many are decided at the same time. */
    public void start(int workers, int deciders) {
        Rests rests = new Rests(
                desk,
                alarms.start(topics.keySet().stream().filter(Rests::isShared).toList(), this::ring));
        for (String topic : topics.keySet()) {
            if (!topic.equals(Topics.DELIVERY)) {
                loop("krate-" + topic, new Turn(pace(topic, () -> rests.ofTopic(topic)), firstThen(topic)));
            }
        }
        if (workers > 0) {
            loop("krate-host", new Turn(pace("host", () -> HOST), () -> {
                noteHost();
                return false;
            }));
        }
        Pace deliveries = pace(Topics.DELIVERY, () -> rests.ofTopic(Topics.DELIVERY));
        crew("krate-" + Topics.DELIVERY, deciders, deliveries, this::nextDelivery);
        crew("krate-attempt", workers, pace(ResourceStore.QUEUE, rests::ofQueue), () -> {
            mendOnce();
            return worker.take(this::isStopping);
        });
        Pace audit = pace(ResourceStore.AUDIT, rests::ofAudit);
        loop("krate-audit", () -> {
            new Turn(audit, this::seal).run();
            gather();
        });
    }

    private boolean seal() {
        return desk.ports().store().sealAudit(SEAL) > 0;
    }

    /** Lets entries gather, since a seal waits for the disk like a decision, and nobody waits for a seal. */
    private void gather() {
        try {
            stopped.await(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts {@code count} threads of which one looks for work at a time. */
    private void crew(String name, int count, Pace pace, Supplier<Optional<Runnable>> look) {
        Crew crew = new Crew(stopped);
        for (int i = 0; i < count; i++) {
            loop(
                    name + "-" + i,
                    () -> crew.turn(
                            () -> {
                                pace.before();
                                return look.get();
                            },
                            () -> pace.after(false)));
        }
    }

    private Optional<Runnable> nextDelivery() {
        return claimed(Topics.DELIVERY).map(message -> () -> process(message));
    }

    private Pace pace(String topic, Supplier<Duration> rest) {
        return paces.computeIfAbsent(topic, name -> new Pace(desk.ports().store(), stopped, name, rest));
    }

    /** Has the loop of {@code topic} look, and says when to ring next. */
    private Instant ring(String topic) {
        Optional.ofNullable(paces.get(topic)).ifPresent(Pace::ring);
        return Rests.nextRing(desk, topic);
    }

    /** Before the first look at the queue, it is brought in step: with what is older than it, too. */
    private void mendOnce() {
        if (!mended.get()) {
            AttemptQueue.mend(desk);
            mended.set(true);
        }
    }

    private BooleanSupplier firstThen(String topic) {
        if (topic.equals(Topics.workspace(host))) {
            return planned(topic, StraySweep::plan);
        }
        return switch (topic) {
            case Topics.READINESS -> this::readinessStep;
            case Topics.SCHEDULE -> planned(Topics.SCHEDULE, Schedules::planAll);
            case Topics.RECONCILE -> planned(Topics.RECONCILE, Reconciler::planAll);
            default -> () -> step(topic);
        };
    }

    /** Before the first step, everything is looked at once: what changed before anybody kept it true, too. */
    private boolean readinessStep() {
        if (!looked.get()) {
            readiness.wakeAll();
            looked.set(true);
        }
        return step(Topics.READINESS);
    }

    /** Before the first step, everything is planned: what was planned before may be lost. */
    private BooleanSupplier planned(String topic, Consumer<Desk> planAll) {
        AtomicBoolean planned = new AtomicBoolean();
        return () -> {
            if (!planned.get()) {
                planAll.accept(desk);
                planned.set(true);
            }
            return step(topic);
        };
    }

    private void loop(String name, Runnable turn) {
        Thread thread = new Thread(() -> run(name, turn), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(String name, Runnable turn) {
        Pace setbacks = new Pace(desk.ports().store(), stopped, name, () -> Duration.ZERO);
        while (!isStopping()) {
            try {
                turn.run();
                setbacks.after(true);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                desk.ports().listener().on(new StepFailed(name, "", e.toString()));
                setbacks.afterFailure();
            }
        }
    }

    /** One look of a loop, and the wait after it. */
    private record Turn(Pace pace, BooleanSupplier step) implements Runnable {

        @Override
        public void run() {
            pace.before();
            pace.after(step.getAsBoolean());
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }

    /** Stops the loops; attempts go on outside and are taken up again by the next engine. */
    @Override
    public void close() {
        stopped.countDown();
        alarms.close();
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
