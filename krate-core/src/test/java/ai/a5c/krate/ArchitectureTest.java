package ai.a5c.krate;

import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.GeneratedFile;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package map of docs/architecture.md, executed: an import that is not on the map breaks the build. */
class ArchitectureTest {

    private static final String ROOT = "ai.a5c.krate.";
    private static final List<String> EVERYWHERE =
            List.of("java.lang..", "java.util..", "java.time..", "org.jspecify..");

    private static final String KINDS = ROOT + "kind..";
    private static final String RESOURCE = ROOT + "resource";
    private static final String DIGEST = ROOT + "digest";
    private static final String TRUST = ROOT + "trust";
    private static final String EVENT = ROOT + "event";
    private static final String MATCH = ROOT + "match";
    private static final String JSON = ROOT + "json";

    /** What the engine decides and acts through: decisions, words and ports, never an implementation of a port. */
    private static final String[] ENGINE = Stream.concat(
                    Stream.of(KINDS, "java.nio.charset..", "java.nio.file.."),
                    Stream.of(
                                    "access",
                                    "admission",
                                    "approval",
                                    "blob",
                                    "causality",
                                    "command",
                                    "config",
                                    "context",
                                    "digest",
                                    "dispatch",
                                    "event",
                                    "git",
                                    "json",
                                    "match",
                                    "notice",
                                    "observe",
                                    "outcome",
                                    "ownership",
                                    "projection",
                                    "rbac",
                                    "redact",
                                    "refusal",
                                    "registry",
                                    "resource",
                                    "review",
                                    "runtime",
                                    "schedule",
                                    "secret",
                                    "source",
                                    "store",
                                    "subagent",
                                    "target",
                                    "transcript",
                                    "trigger",
                                    "trust",
                                    "validate",
                                    "work",
                                    "workspace",
                                    "writeback")
                            .map(name -> ROOT + name))
            .toArray(String[]::new);

    private static final List<Area> MAP = List.of(
            area(
                    "",
                    "the way in for embedders",
                    with(
                            ENGINE,
                            ROOT + "engine",
                            ROOT + "engine.action",
                            ROOT + "engine.intake",
                            ROOT + "engine.loop",
                            ROOT + "engine.manual",
                            ROOT + "engine.reconcile",
                            ROOT + "engine.rehearsal",
                            ROOT + "engine.subagent",
                            ROOT + "engine.workspace")),
            area("engine", "decides and acts: the desks and what they share", ENGINE),
            area(
                    "engine.action",
                    "what people do with runs that are there",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.draft", ROOT + "engine.intake")),
            area(
                    "engine.attempt",
                    "from a queued attempt to its artifacts",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.configuration", ROOT + "engine.workspace")),
            area(
                    "engine.comment",
                    "from a command in a comment to what it asks for",
                    with(
                            ENGINE,
                            ROOT + "engine",
                            ROOT + "engine.action",
                            ROOT + "engine.intake",
                            ROOT + "engine.notice")),
            area(
                    "engine.configuration",
                    "the files that steer agents",
                    ROOT + "git",
                    ROOT + "runtime",
                    ROOT + "workspace",
                    TRUST,
                    "java.io..",
                    "java.nio.."),
            area("engine.notice", "what Krate itself says at forges", with(ENGINE, ROOT + "engine")),
            area("engine.effect", "from an approved write-back to the remote side", with(ENGINE, ROOT + "engine")),
            area("engine.draft", "from an order to a run that can be committed", with(ENGINE, ROOT + "engine")),
            area(
                    "engine.intake",
                    "from a stored delivery to a committed run",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.draft", ROOT + "engine.notice")),
            area(
                    "engine.loop",
                    "what goes on by itself",
                    with(
                            ENGINE,
                            ROOT + "engine",
                            ROOT + "engine.attempt",
                            ROOT + "engine.comment",
                            ROOT + "engine.effect",
                            ROOT + "engine.intake",
                            ROOT + "engine.notice",
                            ROOT + "engine.readiness",
                            ROOT + "engine.reconcile",
                            ROOT + "engine.subagent",
                            ROOT + "engine.workspace")),
            area(
                    "engine.manual",
                    "from a person's request to a committed run",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.draft", ROOT + "engine.rehearsal")),
            area(
                    "engine.rehearsal",
                    "what would come of an event, now or with other resources",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.intake")),
            area(
                    "engine.workspace",
                    "workspaces, as people and the retention want them",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.configuration")),
            area(
                    "engine.subagent",
                    "from an agent's request for a subagent to its outcome",
                    with(ENGINE, ROOT + "engine", ROOT + "engine.draft")),
            area("engine.readiness", "what resources say of themselves, kept true", with(ENGINE, ROOT + "engine")),
            area("engine.reconcile", "what deliveries lost, found at the forge", with(ENGINE, ROOT + "engine")),
            decision(
                    "admission",
                    "what may become of a document",
                    KINDS,
                    RESOURCE,
                    ROOT + "registry",
                    ROOT + "validate"),
            decision("approval", "whether an approval still holds", DIGEST, TRUST),
            decision("causality", "whether an event is our own echo or a loop", EVENT, DIGEST),
            decision("context", "what the agent is told", DIGEST, EVENT, MATCH, TRUST, ROOT + "redact"),
            decision("dispatch", "how runs and attempts move, and whose turn it is", DIGEST, TRUST),
            decision("outcome", "what an agent's last words ask to be written", JSON),
            decision("notice", "what people at a forge are told of a run", KINDS, RESOURCE, TRUST),
            decision(
                    "failure",
                    "what broke a build, and whether it broke it before",
                    ROOT + "failure.detect",
                    ROOT + "failure.log",
                    DIGEST,
                    "java.nio.charset.."),
            decision("failure.detect", "what a line of a build's log says of a failure", ROOT + "failure.log"),
            decision("failure.log", "the lines of a build's log without what is not the tool's", "java.nio.charset.."),
            decision(
                    "ownership",
                    "who owns which field, and what an apply makes of it",
                    ROOT + "registry",
                    RESOURCE,
                    JSON,
                    ROOT + "validate"),
            decision("projection", "what is kept of issues, pull requests and builds", KINDS, RESOURCE, EVENT),
            decision("rbac", "what bindings and roles allow", KINDS, RESOURCE),
            decision("refusal", "what people are told whose request is refused", TRUST),
            decision(
                    "review",
                    "whether an agent may run, and why not",
                    KINDS,
                    RESOURCE,
                    DIGEST,
                    MATCH,
                    TRUST,
                    EVENT,
                    JSON,
                    ROOT + "registry"),
            decision("transcript", "what was said in a run, as turns and items"),
            decision(
                    "subagent",
                    "who may hand work to whom, and whether an outcome is as agreed",
                    KINDS,
                    RESOURCE,
                    EVENT,
                    JSON,
                    "java.math.."),
            decision(
                    "trigger",
                    "which rules an event matches, and what comes of it",
                    KINDS,
                    RESOURCE,
                    DIGEST,
                    MATCH,
                    TRUST,
                    EVENT,
                    JSON,
                    ROOT + "command",
                    ROOT + "schedule",
                    ROOT + "validate"),
            decision(
                    "workspace",
                    "how workspaces move, who gets which, how long one is kept, and which files steer agents",
                    KINDS,
                    ROOT + "validate",
                    "java.text.."),
            decision("writeback", "whether exactly this may be written now", DIGEST),
            area("access", "port: who may do what in the native world"),
            area("config", "port: where ConfigMaps are"),
            area("config.local", "ConfigMaps as files", ROOT + "config", DIGEST, "java.io..", "java.nio.."),
            area("blob", "port: where bytes are kept", DIGEST),
            area("blob.directory", "blobs as files", ROOT + "blob", DIGEST, "java.nio..", "java.io.."),
            area("blob.memory", "blobs for one process", ROOT + "blob", DIGEST),
            area(
                    "cel",
                    "conditions of rules in CEL",
                    EVENT,
                    TRUST,
                    ROOT + "trigger",
                    "dev.cel..",
                    "com.google.common.collect..",
                    "com.google.re2j..",
                    "java.math.."),
            area("command", "what the lines of a comment that begin with /krate ask for", MATCH),
            area(
                    "digest",
                    "content addresses and canonical JSON",
                    "java.security..",
                    "javax.crypto..",
                    "java.nio.charset..",
                    "java.math.."),
            area("event", "what happened at a forge", DIGEST, TRUST),
            area("git", "port: mirrors and worktrees", ROOT + "secret", "java.nio.file.."),
            area(
                    "git.jgit",
                    "mirrors read by JGit, worktrees by git",
                    ROOT + "git",
                    ROOT + "secret",
                    DIGEST,
                    "org.eclipse.jgit..",
                    "java.io..",
                    "java.nio..",
                    "java.net.."),
            area("json", "JSON text and plain values", RESOURCE, "com.fasterxml.jackson..", "java.io.."),
            area("kind.agents", "kinds: stacks, rules, pools, repositories", RESOURCE, TRUST, EVENT),
            area("kind.core", "kinds: organizations", RESOURCE),
            area("kind.execution", "kinds: deliveries, runs, approvals", RESOURCE, TRUST, EVENT),
            area("kind.identity", "kinds: identities and grants", RESOURCE, TRUST, EVENT),
            area("kind.memory", "kinds: an organization's memory", RESOURCE, TRUST, EVENT),
            area("match", "globs, mentions and templates", "com.google.re2j..", "org.commonmark.."),
            area("observe", "what the core reports"),
            area("redact", "what must not be said", "com.google.re2j..", DIGEST, "java.nio.charset.."),
            area(
                    "registry",
                    "the kinds, their schemas and their codec",
                    RESOURCE,
                    EVENT,
                    KINDS,
                    JSON,
                    MATCH,
                    DIGEST,
                    TRUST,
                    ROOT + "redact",
                    ROOT + "validate",
                    "org.snakeyaml.engine..",
                    "java.nio.charset.."),
            decision(
                    "render",
                    "the kinds in the words of others: schemas, CRDs, OpenAPI, references, forms, examples",
                    ROOT + "registry",
                    RESOURCE,
                    JSON,
                    DIGEST,
                    "org.snakeyaml.engine.."),
            area("resource", "the Kubernetes envelope"),
            area("runtime", "port: where agents run", TRUST, "java.nio.file.."),
            area(
                    "runtime.agentmux",
                    "agents behind an Agent Mux gateway",
                    ROOT + "runtime",
                    TRUST,
                    DIGEST,
                    JSON,
                    "java.io..",
                    "java.math..",
                    "java.net..",
                    "java.nio.."),
            area(
                    "runtime.process",
                    "agents as local processes",
                    ROOT + "runtime",
                    TRUST,
                    DIGEST,
                    JSON,
                    "java.io..",
                    "java.net..",
                    "java.nio.."),
            area("schedule", "when schedules fire"),
            area("secret", "port: where secret values are", "java.nio.charset.."),
            area(
                    "secret.local",
                    "secrets as files",
                    ROOT + "secret",
                    DIGEST,
                    "java.io..",
                    "java.nio..",
                    "java.security.."),
            area("source", "port: what a forge says", EVENT, ROOT + "secret"),
            area(
                    "source.generic",
                    "deliveries of any program that signs them",
                    ROOT + "source",
                    EVENT,
                    TRUST,
                    DIGEST,
                    JSON,
                    MATCH),
            area(
                    "source.jenkins",
                    "what a Jenkins tells of its builds",
                    ROOT + "source",
                    EVENT,
                    TRUST,
                    DIGEST,
                    JSON,
                    MATCH,
                    "java.net..",
                    "java.nio.charset.."),
            area("store", "port: where resources are kept", RESOURCE, DIGEST),
            area(
                    "store.jdbc",
                    "a store in SQLite or PostgreSQL",
                    ROOT + "store",
                    RESOURCE,
                    DIGEST,
                    JSON,
                    "java.sql..",
                    "javax.sql..",
                    "java.io..",
                    "java.nio..",
                    "org.jdbi..",
                    "org.flywaydb..",
                    "com.zaxxer..",
                    "org.sqlite..",
                    "org.postgresql.."),
            area("store.memory", "a store for one process", ROOT + "store", RESOURCE),
            area("target", "port: where approved mutations go"),
            area(
                    "target.git",
                    "branches pushed to plain repositories",
                    ROOT + "target",
                    ROOT + "git",
                    ROOT + "blob",
                    DIGEST,
                    "java.nio.charset.."),
            area("trust", "how far a source is trusted"),
            area("validate", "all faults of a document at once"),
            area("work", "port: who is woken when, of several servers"),
            area(
                    "work.scheduler",
                    "alarms in a table of PostgreSQL",
                    ROOT + "work",
                    "com.github.kagkarlsson.scheduler..",
                    "com.zaxxer.."));

    private static final JavaClasses KRATE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.a5c.krate");

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> packages = KRATE.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
        assertThat(packages)
                .containsExactlyInAnyOrderElementsOf(
                        MAP.stream().map(Area::packageName).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("areas")
    void importsOnlyWhatTheMapAllows(Area area) {
        classes()
                .that()
                .resideInAPackage(area.packageName())
                .should(onlyDependOnClassesThat(area.allowed()))
                .because("docs/architecture.md says so")
                .allowEmptyShould(true)
                .check(KRATE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(KRATE);
    }

    @Test
    void decisionsReadNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        MAP.stream().filter(Area::pure).map(Area::packageName).toArray(String[]::new))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .allowEmptyShould(true)
                .check(KRATE);
    }

    @Test
    void whatIsNotMadeForExtensionIsFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(KRATE);
    }

    @Test
    void nobodyPrintsAndNobodyThrowsBareExceptions() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(KRATE);
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(KRATE);
    }

    @Test
    void theMapInTheDocsIsThisMap() throws IOException {
        GeneratedFile.at("docs/reference/packages.md")
                .mustBe("| package | is | pure | may also import |%n| --- | --- | --- | --- |%n".formatted()
                        + MAP.stream().map(Area::row).collect(joining()));
    }

    static Stream<Area> areas() {
        return MAP.stream();
    }

    private static String[] with(String[] shared, String... more) {
        return Stream.concat(Arrays.stream(shared), Arrays.stream(more)).toArray(String[]::new);
    }

    private static Area decision(String name, String purpose, String... imports) {
        return new Area(name, purpose, true, List.of(imports));
    }

    private static Area area(String name, String purpose, String... imports) {
        return new Area(name, purpose, false, List.of(imports));
    }

    private record Area(String name, String purpose, boolean pure, List<String> imports) {

        String packageName() {
            return name.isEmpty() ? ROOT.substring(0, ROOT.length() - 1) : ROOT + name;
        }

        DescribedPredicate<JavaClass> allowed() {
            return JavaClass.Predicates.resideInAnyPackage(Stream.of(EVERYWHERE, imports, List.of(packageName()))
                    .flatMap(List::stream)
                    .toArray(String[]::new));
        }

        String row() {
            return "| `%s` | %s | %s | %s |%n".formatted(name, purpose, pure ? "yes" : "", String.join(", ", imports));
        }

        @Override
        public String toString() {
            return packageName();
        }
    }
}
