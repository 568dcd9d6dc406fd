package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.StackConditions;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the conditions of a namespace true.
 *
 * <p>Whatever changes there leaves one message. Everything is observed anew and only what differs is written, in the same
 * transaction that takes the message: who lost the message writes nothing, and what changes meanwhile brings it again. What
 * no store tells, secrets and the clock, is looked at every {@link #SWEEP}, or earlier when a grant ends.
 */
public final class Readiness {

    /** How long a change of a secret may go unnoticed by conditions; reviews notice it at once. */
    static final Duration SWEEP = Duration.ofMinutes(2);

    /** How much one transaction writes. */
    private static final int BATCH = 200;

    private final Desk desk;

    public Readiness(Desk desk) {
        this.desk = desk;
    }

    /** Observes the namespace that {@code message} names. */
    public void process(Message message) {
        String namespace = message.key();
        Instant now = desk.ports().clock().instant();
        Inventory inventory = Inventory.of(desk, namespace);
        List<Edit> edits = edits(inventory, now);
        desk.write(records -> {
            boolean ours = records.transaction().done(message);
            if (ours) {
                boolean all = written(records, edits);
                next(inventory, now, all)
                        .ifPresent(due -> records.transaction().send(Topics.READINESS, namespace, due));
            }
            return ours;
        });
    }

    /** Has every namespace looked at, for those who were away. */
    public void wakeAll() {
        List<OrgNamespaceBinding> bindings =
                desk.list(OrgNamespaceBinding.class, Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION));
        desk.write(records -> {
            bindings.forEach(binding ->
                    records.transaction().send(Topics.READINESS, binding.spec().namespace(), records.now()));
            return bindings.size();
        });
    }

    /** What has to be written so that everything in {@code inventory} says what is true. */
    private List<Edit> edits(Inventory inventory, Instant now) {
        List<Observation> all = new ArrayList<>(policies(inventory, now));
        StackObserver stacks = new StackObserver(desk, inventory, now);
        CapabilityRecords needs = new CapabilityRecords(inventory, now);
        Map<String, Condition> ready = new LinkedHashMap<>();
        for (AgentStack stack : inventory.all(AgentStack.class)) {
            PermissionReview review = stacks.review(stack);
            needs.add(stack, review);
            Observation observation = stacks.observe(stack, review);
            all.add(observation);
            observation.conditions().stream()
                    .filter(condition -> condition.type().equals(StackConditions.READY))
                    .forEach(condition -> ready.put(stack.metadata().name(), condition));
        }
        RuleObserver rules = new RuleObserver(desk.ports(), inventory, ready, now);
        inventory.all(AgentTriggerRule.class).forEach(rule -> all.add(rules.observe(rule)));
        return Stream.of(
                        all.stream().flatMap(observation -> observation.edit().stream()),
                        needs.edits().stream(),
                        new Mending(desk, inventory.namespace(), now).edits().stream())
                .flatMap(edits -> edits)
                .toList();
    }

    /** Accounts, bindings, grants and workspace policies. */
    private List<Observation> policies(Inventory inventory, Instant now) {
        List<Observation> all = new ArrayList<>();
        BindingObserver bindings =
                new BindingObserver(desk.ports().access(), desk.ports().secrets(), inventory, now);
        inventory.all(AgentServiceAccount.class).forEach(account -> all.add(bindings.observe(account)));
        inventory.all(AgentRoleBinding.class).forEach(binding -> all.add(bindings.observe(binding)));
        GrantObserver grants =
                new GrantObserver(desk.ports().secrets(), desk.ports().configs(), inventory, now);
        inventory.all(AgentSecretGrant.class).forEach(grant -> all.add(grants.observe(grant)));
        inventory.all(AgentConfigGrant.class).forEach(grant -> all.add(grants.observe(grant)));
        WorkspacePolicyObserver workspaces = new WorkspacePolicyObserver(inventory, now);
        inventory.all(AgentWorkspacePolicy.class).forEach(policy -> all.add(workspaces.observe(policy)));
        return all;
    }

    /** Writes some of {@code edits}; returns whether that was all, and nobody else had written any of it. */
    private static boolean written(Records records, List<Edit> edits) {
        boolean all = edits.size() <= BATCH;
        for (Edit edit : edits.stream().limit(BATCH).toList()) {
            all &= edit.apply(records);
        }
        return all;
    }

    /** When to look again: at once if something is left, else when a grant ends or secrets may have changed. */
    private static Optional<Instant> next(Inventory inventory, Instant now, boolean all) {
        if (!all) {
            return Optional.of(now);
        }
        boolean secrets = Stream.of(
                        AgentSecretGrant.class, AgentConfigGrant.class, AgentStack.class, AgentServiceAccount.class)
                .anyMatch(kind -> !inventory.all(kind).isEmpty());
        return Stream.of(
                        secrets ? Stream.of(now.plus(SWEEP)) : Stream.<Instant>empty(),
                        inventory.all(AgentSecretGrant.class).stream()
                                .map(grant -> grant.spec().expiresAt()),
                        inventory.all(AgentConfigGrant.class).stream()
                                .map(grant -> grant.spec().expiresAt()))
                .flatMap(times -> times)
                .filter(Objects::nonNull)
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }
}
