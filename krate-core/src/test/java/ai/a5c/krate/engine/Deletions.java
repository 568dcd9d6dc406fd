package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.ResourceDeskTest.with;
import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.key;

import ai.a5c.krate.engine.DeleteOptions.Propagation;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.util.List;

/** An account, pools that need it or that it owns, and the engine's loop that clears garbage away. */
abstract class Deletions {

    static final ResourceKey ACCOUNT = key("AgentServiceAccount", "robot");
    static final ResourceKey POOL = key("RunnerPool", "local");
    static final DeleteOptions FOREGROUND = options(Propagation.FOREGROUND);
    static final DeleteOptions BACKGROUND = options(Propagation.BACKGROUND);
    static final DeleteOptions ORPHAN = options(Propagation.ORPHAN);
    final InMemoryResourceStore store = new InMemoryResourceStore();
    final Tenants tenants = Tenants.on(store);
    final ResourceDesk desk = tenants.desk;

    void finalizers(List<String> names) {
        desk.edit(ACCOUNT, with("metadata", "finalizers", names), ACME, PLAIN);
    }

    void accountAndPool() {
        account();
        pool("local");
        pool("spare");
        desk.edit(key("RunnerPool", "spare"), with("spec", "serviceAccountRef", ""), ACME, PLAIN);
    }

    void account() {
        account("");
    }

    void account(String metadata) {
        tenants.acme(account("robot", metadata));
    }

    static String account(String name, String metadata) {
        return """
                kind: AgentServiceAccount
                metadata:
                  name: %s
                  %s
                spec: {namespace: acme, serviceAccountName: robot}
                """.formatted(name, metadata);
    }

    void pool(String name) {
        tenants.acme("""
                kind: RunnerPool
                metadata: {name: %s}
                spec: {maxReplicas: 1, serviceAccountRef: robot}
                """.formatted(name));
    }

    static String pool(String name, String metadata) {
        return """
                kind: RunnerPool
                metadata:
                  name: %s
                  %s
                spec: {maxReplicas: 1}
                """.formatted(name, metadata);
    }

    void drain() {
        drain(tenants);
    }

    /** Does what the engine's loop does with the garbage that is due. */
    static void drain(Tenants tenants) {
        Garbage garbage = new Garbage(tenants.engine);
        List<Message> due;
        do {
            due = tenants.store.claim(Topics.GARBAGE, tenants.now(), Duration.ofMinutes(1), 1);
            due.forEach(garbage::process);
        } while (!due.isEmpty());
    }

    static DeleteOptions options(Propagation propagation) {
        return new DeleteOptions(false, propagation, "", "");
    }

    List<String> audited(String action) {
        while (store.sealAudit(500) > 0) {
            // until nothing is left to seal
        }
        return store.audit("acme", 0, 1_000).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.action().equals(action))
                .map(Deletions::line)
                .toList();
    }

    static String line(AuditEntry entry) {
        return entry.subject() + " " + entry.document();
    }
}
