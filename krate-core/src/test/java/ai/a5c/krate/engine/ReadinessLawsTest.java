package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.document;
import static ai.a5c.krate.engine.Tenants.key;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.loop.Engine;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order, afterwards conditions are what they would be had everything always been so. */
class ReadinessLawsTest {

    private static final DeleteOptions WITH_CONSENT =
            new DeleteOptions(false, DeleteOptions.Propagation.FOREGROUND, "", "");

    /** What is noted when something is saved, and is no observation. */
    private static final Set<String> NOTED = Set.of("EscalationAdmitted", "OwnerConfirmed");

    /** What speaks of the past. */
    private static final Set<String> HISTORY = Set.of("GrantTargetDrifted");

    private static final List<String> DOCUMENTS = List.of(
            PolicyDocuments.REPOSITORY,
            PolicyDocuments.ACCOUNT,
            PolicyDocuments.ACCOUNT.replace("allowedRunnerPools: ['*']", "allowedRunnerPools: [other]"),
            PolicyDocuments.POOL,
            PolicyDocuments.STACK,
            PolicyDocuments.STACK.replace("spec: {", "spec: {skillRefs: [deploy], "),
            PolicyDocuments.STACK.replace("spec: {", "spec: {mcpServerRefs: [search], "),
            PolicyDocuments.STACK.replace("name: fix}", "name: other}"),
            PolicyDocuments.GRANT,
            PolicyDocuments.GRANT
                    .replace("spec: {", "spec: {effect: deny, ")
                    .replace("name: model}, spec", "name: no}, spec"),
            PolicyDocuments.GRANT.replace("spec: {", "spec: {expiresAt: 2026-11-22T12:10:00Z, "),
            PolicyDocuments.RULE,
            PolicyDocuments.RULE.replace("agentStack: fix", "agentStack: other"),
            PolicyDocuments.ROLE,
            PolicyDocuments.ROLE.replace("[get]", "[get, list]"),
            PolicyDocuments.BINDING,
            "{kind: AgentMcpServer, metadata: {name: search}, spec: {transport: stdio, scope: organization, command: search}}",
            "{kind: AgentSkill, metadata: {name: deploy}, spec: {format: inline, inline: Deploy., requiredMcpServers: [search]}}",
            "{kind: AgentSkill, metadata: {name: deploy}, spec: {format: inline, inline: Deploy., requiredSecretRefs: [{name: model, keys: [api-key]}]}}",
            "{kind: AgentCapabilityRequirement, metadata: {name: ours}, spec: {ownerRef: {kind: stack, name: fix}, requiredRoles: [reader]}}");

    @Test
    void conditionsDoNotDependOnWhatHappenedBefore() {
        Seeds.forAll(40, random -> {
            Tenants tenants = Tenants.on(new InMemoryResourceStore());
            tenants.secrets.with("acme", "model", "api-key", "canary-value");
            Engine krate = new Engine(tenants.engine, Duration.ofSeconds(15));
            for (int step = 0; step < 40; step++) {
                change(tenants, random);
                if (random.nextInt(6) == 0) {
                    krate.drain();
                }
            }
            tenants.pass(Duration.ofMinutes(2));
            krate.drain();
            assertSame(tenants);
        });
    }

    @Test
    void twoEnginesAtOnceLeaveTheSame() {
        Seeds.forAll(5, random -> {
            InMemoryResourceStore store = new InMemoryResourceStore();
            Tenants tenants = Tenants.on(store);
            tenants.secrets.with("acme", "model", "api-key", "canary-value");
            List<Engine> engines = IntStream.range(0, 2)
                    .mapToObj(i -> new Engine(tenants.engine, Duration.ofSeconds(15)))
                    .toList();
            PolicyDocuments.all().forEach(document -> tenants.apply(ADMINISTRATOR, document));
            IntStream.range(0, 120)
                    .forEach(i -> tenants.acme(PolicyDocuments.STACK.replace("name: fix}", "name: s" + i + "}")));
            List<CompletableFuture<Void>> running = engines.stream()
                    .map(engine -> CompletableFuture.runAsync(engine::drain))
                    .toList();
            for (int step = 0; step < 15; step++) {
                change(tenants, random);
            }
            running.forEach(CompletableFuture::join);
            tenants.pass(Duration.ofMinutes(2));
            engines.get(0).drain();
            assertSame(tenants);
        });
    }

    private static void change(Tenants tenants, RandomGenerator random) {
        String yaml = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        switch (random.nextInt(8)) {
            case 0 -> tenants.secrets.without("acme", "model", "api-key");
            case 1 -> tenants.secrets.with("acme", "model", "api-key", "canary-value");
            case 2 -> tenants.pass(Duration.ofSeconds(random.nextInt(60)));
            case 3 -> remove(tenants, document(yaml));
            case 4 -> hear(tenants, random);
            default -> save(tenants, document(yaml));
        }
    }

    /** Saves what may be saved; what refers to nothing is refused. */
    private static void save(Tenants tenants, Map<String, Object> document) {
        try {
            tenants.apply(ADMINISTRATOR, document);
        } catch (InvalidDocumentException | RefusedException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void remove(Tenants tenants, Map<String, Object> document) {
        ResourceKey key = key(String.valueOf(document.get("kind")), Fields.text(document, "metadata.name"));
        if (tenants.desk.get(key).isPresent()) {
            tenants.desk.delete(key, WITH_CONSENT, ADMINISTRATOR);
        }
    }

    /** Something is heard of the server. */
    private static void hear(Tenants tenants, RandomGenerator random) {
        AgentMcpServer.Health[] healths = AgentMcpServer.Health.values();
        tenants.engine.write(records -> records.get(AgentMcpServer.class, "acme", "search")
                .map(server -> records.update(new AgentMcpServer(
                        server.metadata(),
                        server.spec(),
                        new AgentMcpServer.Status(
                                1,
                                server.status().conditions(),
                                healths[random.nextInt(healths.length)],
                                List.of(),
                                null))))
                .isPresent());
    }

    /** The same resources and secrets at the same time, as if nothing else had ever been. */
    private static Tenants afresh(Tenants tenants) {
        Tenants fresh = Tenants.on(new InMemoryResourceStore());
        fresh.pass(Duration.between(fresh.now(), tenants.now()));
        tenants.secrets
                .metadata("acme", "model")
                .ifPresent(found -> fresh.secrets.with("acme", "model", "api-key", "canary-value"));
        List<Map<String, Object>> documents = resources(tenants).stream()
                .filter(resource -> !(resource instanceof AgentCapabilityRequirement need && need.isDerived()))
                .map(ReadinessLawsTest::noted)
                .toList();
        fresh.put(documents);
        new Engine(fresh.engine, Duration.ofSeconds(15)).drain();
        return fresh;
    }

    private static Map<String, Object> noted(Resource resource) {
        Map<String, Object> document = new LinkedHashMap<>(ResourceCodec.write(resource));
        Map<String, Object> status = new LinkedHashMap<>();
        if (document.get("status") instanceof Map<?, ?> before) {
            before.forEach((name, value) -> status.put(String.valueOf(name), value));
        }
        status.put(
                "conditions",
                ReadinessTest.conditions(resource).stream()
                        .filter(condition -> NOTED.contains(String.valueOf(condition.get("type"))))
                        .toList());
        document.put("status", status);
        return document;
    }

    private static List<Resource> resources(Tenants tenants) {
        return tenants.everything().stream()
                .filter(stored -> stored.key().namespace().equals("acme"))
                .map(StoredRecords::read)
                .toList();
    }

    /** What everything says of itself, a line a condition, without when it began. */
    private static Set<String> said(Tenants tenants) {
        Set<String> said = new TreeSet<>();
        for (Resource resource : resources(tenants)) {
            said.add(resource.key().toString());
            ReadinessTest.conditions(resource).stream()
                    .filter(condition -> !HISTORY.contains(String.valueOf(condition.get("type"))))
                    .filter(condition -> !isLoss(condition, tenants))
                    .forEach(condition -> said.add("%s %s=%s %s %s"
                            .formatted(
                                    resource.key(),
                                    condition.get("type"),
                                    condition.get("status"),
                                    condition.get("reason"),
                                    condition.get("message"))));
        }
        return said;
    }

    private static void assertSame(Tenants tenants) {
        Set<String> is = said(tenants);
        Set<String> should = said(afresh(tenants));
        assertThat(is.stream().filter(line -> !should.contains(line)))
                .as("said and not so")
                .isEmpty();
        assertThat(should.stream().filter(line -> !is.contains(line)))
                .as("so and not said")
                .isEmpty();
    }

    /** That something was lost is not said where it never was; nor that it is back. */
    private static boolean isLoss(Map<?, ?> condition, Tenants tenants) {
        String[] words = String.valueOf(condition.get("message")).split(" ", 3);
        return "DependencyFound".equals(condition.get("reason"))
                || ("DependencyDeleted".equals(condition.get("reason"))
                        && tenants.desk
                                .get(key(words[0], words[1].replace("'", "")))
                                .isEmpty());
    }
}
