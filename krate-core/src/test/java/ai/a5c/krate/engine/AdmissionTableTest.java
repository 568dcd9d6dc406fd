package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Tenants.ACME;
import static ai.a5c.krate.engine.Tenants.ADMINISTRATOR;
import static ai.a5c.krate.engine.Tenants.GLOBEX;
import static ai.a5c.krate.engine.Tenants.PLAIN;
import static ai.a5c.krate.engine.Tenants.STATUS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.SmallestDocuments;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind, every verb, every caller: what the table says is what happens. */
class AdmissionTableTest {

    private static final String HEAD = """
            # Who may write what

            Rendered from the registry; `AdmissionTableTest` tries every cell. `yes` goes on to validation, and for roles,
            bindings and teams to the question whether they give what their author lacks; the others are codes. Callers that
            may only read are refused before, at the HTTP face. A namespace of another organization answers `NOT_FOUND` like
            one that is not there.

            | Kind | Verb | Own organization | Another organization | Administrator |
            | --- | --- | --- | --- | --- |
            """;

    enum Verb {
        CREATE,
        REPLACE,
        EDIT,
        APPLY,
        STATUS,
        DELETE
    }

    static Stream<Kind> kinds() {
        return KindRegistry.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyCellIsAsTheTableSays(Kind kind) {
        for (Verb verb : Verb.values()) {
            for (Caller caller : List.of(ACME, GLOBEX, ADMINISTRATOR)) {
                Tenants tenants = Tenants.on(new InMemoryResourceStore());
                put(tenants, kind, verb != Verb.CREATE);
                List<StoredResource> before = tenants.everything();
                String expected = expected(kind, verb, caller);
                assertThat(outcome(() -> act(tenants, kind, verb, caller, key(kind, "acme"))))
                        .as("%s %s %s", kind.name(), verb, caller.name())
                        .isEqualTo(expected);
                if (!expected.equals("yes")) {
                    assertThat(tenants.everything()).isEqualTo(before);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void whatIsForeignAnswersLikeWhatIsMissing(Kind kind) {
        Tenants tenants = Tenants.on(new InMemoryResourceStore());
        put(tenants, kind, true);
        for (Verb verb : Verb.values()) {
            String foreign = answer(() -> act(tenants, kind, verb, GLOBEX, key(kind, "acme")));
            String missing = answer(() -> act(tenants, kind, verb, GLOBEX, key(kind, "nowhere")));
            assertThat(foreign.replace("acme", "nowhere")).as(verb.name()).isEqualTo(missing);
        }
    }

    @Test
    void theTableInTheDocsIsThisTable() throws IOException {
        GeneratedFile.at("docs/reference/admission.md")
                .mustBe(HEAD + kinds().map(AdmissionTableTest::rows).collect(joining()));
    }

    private static String rows(Kind kind) {
        return Arrays.stream(Verb.values())
                .map(verb -> "| %s | %s | %s | %s | %s |%n"
                        .formatted(
                                kind.name(),
                                verb.name().toLowerCase(java.util.Locale.ROOT),
                                expected(kind, verb, ACME),
                                expected(kind, verb, GLOBEX),
                                expected(kind, verb, ADMINISTRATOR)))
                .collect(joining());
    }

    /** The rule, in the words of the design. */
    private static String expected(Kind kind, Verb verb, Caller caller) {
        if (kind.info().writer() == Writer.KRATE) {
            return "FORBIDDEN";
        }
        boolean reviewed = verb == Verb.STATUS && kind.info().storage() == Storage.CONFIG;
        if (!caller.administrator() && (reviewed || kind.info().installation())) {
            return "FORBIDDEN";
        }
        return caller.mayIn("acme") ? "yes" : "NOT_FOUND";
    }

    private static void act(Tenants tenants, Kind kind, Verb verb, Caller caller, ResourceKey key) {
        Map<String, Object> document = document(kind, key);
        switch (verb) {
            case CREATE -> tenants.desk.create(document, key.namespace(), caller, PLAIN);
            case REPLACE -> tenants.desk.replace(key, document, caller, PLAIN);
            case EDIT -> tenants.desk.edit(key, stored -> stored, caller, PLAIN);
            case APPLY -> tenants.desk.applyFields(key, document, caller, PLAIN);
            case STATUS -> tenants.desk.edit(key, stored -> stored, caller, STATUS);
            case DELETE -> tenants.desk.delete(key, caller);
        }
    }

    private static String outcome(Runnable act) {
        return answer(act).replaceFirst(" .*", "");
    }

    private static String answer(Runnable act) {
        try {
            act.run();
            return "yes";
        } catch (RefusedException e) {
            return e.code() + " " + e.getMessage();
        } catch (InvalidDocumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ResourceKey key(Kind kind, String namespace) {
        return new ResourceKey(
                kind.name(),
                kind.info().installation() ? ResourceDesk.INSTALLATION : namespace,
                kind.info().installation() && !namespace.equals("acme") ? "nowhere" : SmallestDocuments.NAME);
    }

    private static Map<String, Object> document(Kind kind, ResourceKey key) {
        Map<String, Object> document = SmallestDocuments.of(kind, "third");
        document.put("metadata", new LinkedHashMap<>(Map.of("name", key.name(), "namespace", key.namespace())));
        if (document.get("spec") instanceof Map<?, ?> spec && !kind.info().installation()) {
            spec.remove("organizationRef");
        }
        return document;
    }

    /** Puts what the document of {@code kind} refers to, and that itself if asked for. */
    private static void put(Tenants tenants, Kind kind, boolean itself) {
        Map<String, Object> third = Tenants.document(
                "{kind: Organization, metadata: {name: third}, spec: {slug: third, namespaceName: third}}");
        tenants.apply(ADMINISTRATOR, third);
        tenants.apply(ADMINISTRATOR, named(third, "another"));
        kind.references().stream()
                .map(reference -> KindRegistry.named(reference.kind()).orElseThrow())
                .filter(needed -> !needed.info().installation() && needed != kind)
                .distinct()
                .forEach(needed -> tenants.put(List.of(document(needed, key(needed, "acme")))));
        if (itself && kind.info().installation()) {
            tenants.apply(ADMINISTRATOR, document(kind, key(kind, "acme")));
        } else if (itself) {
            tenants.put(List.of(document(kind, key(kind, "acme"))));
        }
    }

    private static Map<String, Object> named(Map<String, Object> document, String name) {
        Map<String, Object> other = new LinkedHashMap<>(document);
        other.put("metadata", Map.of("name", name));
        other.put("spec", Map.of("slug", name, "namespaceName", name));
        return other;
    }
}
