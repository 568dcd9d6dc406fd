package ai.a5c.krate;

import ai.a5c.krate.access.NativeAccess;
import ai.a5c.krate.access.Principals;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.config.ConfigSource;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Answers;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.AuditTrail;
import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.LocalAccess;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RuntimeInventory;
import ai.a5c.krate.engine.SecretInventory;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.engine.intake.RuleDesk;
import ai.a5c.krate.engine.loop.Engine;
import ai.a5c.krate.engine.manual.DispatchDesk;
import ai.a5c.krate.engine.reconcile.Reconciler;
import ai.a5c.krate.engine.rehearsal.RuleRehearsal;
import ai.a5c.krate.engine.rehearsal.WhatIf;
import ai.a5c.krate.engine.subagent.LaneReader;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.git.RemoteLookup;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.source.ForgeLookup;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.trigger.PredicateCompiler;
import ai.a5c.krate.work.Alarms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The front door: takes ports, hands out the desks that people and programs work at, and runs the engine. */
public final class Krate implements AutoCloseable {

    private final Desk desk;
    private final Engine engine;

    private Krate(Desk desk, Duration lease, Alarms alarms, String console) {
        this.desk = desk;
        this.engine = new Engine(desk, lease, alarms, console);
    }

    /** Gathers ports. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where resources are written and read. */
    public ResourceDesk resources() {
        return new ResourceDesk(desk);
    }

    /** Where authentic webhook calls come in. */
    public DeliveryInbox inbox() {
        return new DeliveryInbox(desk);
    }

    /** Where people decide. */
    public ApprovalDesk approvals() {
        return new ApprovalDesk(desk);
    }

    /** What people do with runs. */
    public RunDesk runs() {
        return new RunDesk(desk);
    }

    /** What people do with rules. */
    public RuleDesk rules() {
        return new RuleDesk(desk);
    }

    /** What people do with workspaces. */
    public WorkspaceDesk workspaces() {
        return new WorkspaceDesk(desk);
    }

    /** Where people dispatch agents by hand. */
    public DispatchDesk dispatch() {
        return new DispatchDesk(desk);
    }

    /** Permission reviews as things stand now. */
    public Reviews reviews() {
        return new Reviews(desk);
    }

    /** What secrets there are; never their values. */
    public SecretInventory secrets() {
        return new SecretInventory(desk);
    }

    /** The subagents of runs, those of a runtime and those that are runs. */
    public LaneReader lanes() {
        return new LaneReader(desk);
    }

    /** What can be started here; never where it is. */
    public RuntimeInventory runtimes() {
        return new RuntimeInventory(desk);
    }

    /** What a rule would make of an event; stores nothing. */
    public RuleRehearsal rehearsal() {
        return new RuleRehearsal(desk);
    }

    /** What other resources would have made of the past; stores nothing. */
    public WhatIf whatIf() {
        return new WhatIf(desk);
    }

    /** What may be answered where requests were made. */
    public Answers answers() {
        return new Answers(desk);
    }

    /** Who did what. */
    public AuditTrail audit() {
        return new AuditTrail(desk);
    }

    /** The store underneath, for watching and for the timelines of runs. */
    public ResourceStore store() {
        return desk.ports().store();
    }

    /** The blobs underneath. */
    public BlobStore blobs() {
        return desk.ports().blobs();
    }

    /** Has the forges of all repositories looked through for what deliveries lost, soon and from then on; so does a start. */
    public void reconcile() {
        Reconciler.planAll(desk);
    }

    /** Starts the engine's loops, {@code workers} of them for attempts. */
    public void start(int workers) {
        engine.start(workers);
    }

    /** The same, with {@code deciders} loops for deliveries: as many are decided at the same time. */
    public void start(int workers, int deciders) {
        engine.start(workers, deciders);
    }

    /** Does everything that is due on this thread, instead of {@link #start}. */
    public void drain() {
        engine.drain();
    }

    /** Stops the loops; running agents go on and are taken up again by the next start. The ports stay open. */
    @Override
    public void close() {
        engine.close();
    }

    /** Gathers ports; store, blobs, secrets, repositories and key are required. */
    public static final class Builder {

        private @Nullable ResourceStore store;
        private @Nullable BlobStore blobs;
        private @Nullable SecretSource secrets;
        private @Nullable Repositories repositories;
        private @Nullable MacKey markerKey;
        private final List<AgentRuntime> runtimes = new ArrayList<>();
        private final List<ForgeSource> sources = new ArrayList<>();
        private final List<BiFunction<RemoteLookup, ForgeLookup, WriteBackTarget>> targets = new ArrayList<>();
        private @Nullable NativeAccess access;
        private PredicateCompiler predicates = PredicateCompiler.NONE;
        private ConfigSource configs = ConfigSource.NONE;
        private Principals principals = Principals.VOUCHED;
        private Alarms alarms = Alarms.NONE;
        private String console = "";
        private @Nullable InstantSource clock;
        private KrateListener listener = KrateListener.NONE;
        private Duration lease = Duration.ofSeconds(15);
        private String worker = "krate-" + UUID.randomUUID();

        private Builder() {}

        /** Where everything is kept. */
        public Builder store(ResourceStore resources, BlobStore bytes) {
            this.store = resources;
            this.blobs = bytes;
            return this;
        }

        /** Where secret values are, and the key that signs what Krate leaves outside. */
        public Builder secrets(SecretSource source, MacKey key) {
            this.secrets = source;
            this.markerKey = key;
            return this;
        }

        /** Where ConfigMaps are. */
        public Builder configs(ConfigSource source) {
            this.configs = source;
            return this;
        }

        /** Mirrors and worktrees. */
        public Builder repositories(Repositories mirrors) {
            this.repositories = mirrors;
            return this;
        }

        /** One more place where agents run. */
        public Builder runtime(AgentRuntime runtime) {
            runtimes.add(runtime);
            return this;
        }

        /** One more kind of forge. */
        public Builder source(ForgeSource source) {
            sources.add(source);
            return this;
        }

        /** One more place to write to; it is told how to find remotes and forges of repository resources. */
        public Builder target(BiFunction<RemoteLookup, ForgeLookup, WriteBackTarget> target) {
            targets.add(target);
            return this;
        }

        /** Who may do what in a cluster; without one, Krate's own roles and bindings say it. */
        public Builder access(NativeAccess cluster) {
            this.access = cluster;
            return this;
        }

        /** Whether those who were let in could still be; without it, whoever lets them in answers for them. */
        public Builder principals(Principals door) {
            this.principals = door;
            return this;
        }

        /** What reads the conditions that rules write in CEL; without it, no rule can have one. */
        public Builder predicates(PredicateCompiler compiler) {
            this.predicates = compiler;
            return this;
        }

        /** What wakes one of several servers of one store when something is due; without it, each looks for itself. */
        public Builder alarms(Alarms shared) {
            this.alarms = shared;
            return this;
        }

        /** The console's address as people reach it, for links in comments; without it there are none. */
        public Builder console(String address) {
            this.console = address;
            return this;
        }

        /** What time it is; without one, as the store has it, so that all servers of one database agree. */
        public Builder clock(InstantSource now) {
            this.clock = now;
            return this;
        }

        /** Who hears what happens. */
        public Builder listener(KrateListener hears) {
            this.listener = hears;
            return this;
        }

        /** This process' name in leases, and how long a lease lasts unless renewed. */
        public Builder worker(String name, Duration leaseLength) {
            this.worker = name;
            this.lease = leaseLength;
            return this;
        }

        /** A Krate that is ready, its loops not started. */
        public Krate build() {
            Ports first = ports(List.of());
            Whereabouts whereabouts = new Whereabouts(new Desk(first));
            List<WriteBackTarget> made = targets.stream()
                    .map(target -> target.apply(whereabouts::remote, whereabouts::forge))
                    .toList();
            return new Krate(new Desk(ports(made)), lease, alarms, console);
        }

        private Ports ports(List<WriteBackTarget> made) {
            ResourceStore kept = Objects.requireNonNull(store, "Krate needs a store");
            return new Ports(
                    kept,
                    Objects.requireNonNull(blobs, "Krate needs a blob store"),
                    Objects.requireNonNull(secrets, "Krate needs a secret source"),
                    Objects.requireNonNull(repositories, "Krate needs repositories"),
                    runtimes,
                    sources,
                    made,
                    Objects.requireNonNull(markerKey, "Krate needs a marker key"),
                    clock == null ? kept.clock() : clock,
                    listener,
                    worker,
                    access == null ? new LocalAccess(kept) : access,
                    predicates,
                    configs,
                    principals);
        }
    }
}
