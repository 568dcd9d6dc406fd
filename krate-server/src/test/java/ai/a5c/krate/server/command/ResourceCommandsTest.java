package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceCommandsTest {

    private static final String POOLS = "/apis/krate.a5c.ai/v1alpha1/namespaces/acme-space/runnerpools";
    private static final String COLUMNS = """
            "columnDefinitions":[{"name":"Name","format":"name","priority":0},{"name":"Runtime","priority":0},
            {"name":"Notes","priority":1},{"name":"Age","priority":0}]""";
    private static final String TABLE = """
            {"kind":"Table","metadata":{"resourceVersion":"7"},%s,"rows":[
            {"cells":["local","process","mine","3d"],"object":{"metadata":{"namespace":"acme-space"}}},
            {"cells":["far-away",null,"","5m"],"object":{"metadata":{"namespace":"acme-space"}}}]}""".formatted(COLUMNS);
    private static final String POOL = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: RunnerPool
            metadata: { name: local }
            spec: { runtime: process, maxReplicas: %s, trustTier: trusted }
            """;
    private static final String LIVE = """
            {"apiVersion":"krate.a5c.ai/v1alpha1","kind":"RunnerPool",
            "metadata":{"name":"local","resourceVersion":"%s","managedFields":[{"manager":"x"}]},
            "spec":{"runtime":"process","maxReplicas":%s},"status":{"used":%s}}""";

    @TempDir
    Path directory;

    private final ScriptedFace face = new ScriptedFace();
    private final Typed typed = new Typed(face.url(), "krt_token");

    @AfterEach
    void close() {
        face.close();
    }

    @Test
    void theServersTableIsPrintedAsKubectlDoes() {
        face.on("GET " + POOLS + "?limit=500", TABLE);
        assertThat(typed.krate("get", "pools")).as(typed.err()).isZero();
        assertThat(typed.out()).isEqualTo("""
                NAME       RUNTIME   AGE
                local      process   3d
                far-away   <none>    5m
                """);
        assertThat(typed.krate("get", "pools", "-o", "wide")).isZero();
        assertThat(typed.out()).startsWith("NAME       RUNTIME   NOTES   AGE\nlocal      process   mine    3d\n");
        face.on("GET /apis/krate.a5c.ai/v1alpha1/runnerpools?limit=500", TABLE);
        assertThat(typed.krate("get", "pools", "-A")).isZero();
        assertThat(typed.out())
                .startsWith("NAMESPACE    NAME       RUNTIME   AGE\nacme-space   local      process   3d\n");
    }

    @Test
    void severalKindsAreTablesWithWholeNames() {
        face.on("GET " + POOLS + "?limit=500", TABLE);
        face.on(
                "GET " + POOLS.replace("runnerpools", "agentstacks") + "?limit=500",
                "{\"kind\":\"Table\",\"rows\":[]}");
        assertThat(typed.krate("get", "pools,stacks")).isZero();
        assertThat(typed.out()).contains("runnerpool.krate.a5c.ai/local      process   3d\n");
        assertThat(typed.err()).isEqualTo("No agentstacks found in namespace acme-space\n");
    }

    @Test
    void selectorsAndPagesAreTheServersAffair() {
        String first = POOLS + "?limit=500&labelSelector=a%20in%20%28b%29&fieldSelector=spec.runtime%3Dprocess";
        face.on(
                "GET " + first,
                "{\"metadata\":{\"continue\":\"k/1\"},\"items\":[%s]}".formatted(LIVE.formatted(1, 1, 0)));
        face.on(
                "GET " + first + "&continue=k%2F1",
                "{\"metadata\":{},\"items\":[%s]}".formatted(LIVE.formatted(2, 2, 0)));
        assertThat(typed.krate(
                        "get",
                        "runnerpool",
                        "-l",
                        "a in (b)",
                        "--field-selector",
                        "spec.runtime=process",
                        "-o",
                        "name"))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).isEqualTo("runnerpool.krate.a5c.ai/local\nrunnerpool.krate.a5c.ai/local\n");
    }

    @Test
    void aWatchGoesOnInTheColumnsOfTheFirstLines() {
        face.on("GET " + POOLS + "?limit=500", TABLE);
        String row = "{\"cells\":[\"%s\",\"process\",\"\",\"0s\"],\"object\":{}}";
        face.on(
                "GET " + POOLS + "?watch=true&resourceVersion=7",
                "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Table\",%s,\"rows\":[%s]}}\n"
                                .formatted(COLUMNS.replace("\n", ""), row.formatted("new"))
                        + "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Table\",\"rows\":[]}}\n"
                        + "{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Table\",\"columnDefinitions\":null,\"rows\":[%s]}}\n"
                                .formatted(row.formatted("changed")));
        assertThat(typed.krate("get", "pools", "-w")).as(typed.err()).isZero();
        assertThat(typed.out()).endsWith("""
                far-away   <none>    5m
                new        process   0s
                changed    process   0s
                """);
    }

    @Test
    void aDryRunSaysWhatWouldBecomeOfADocument() {
        typed.input = POOL.formatted(2);
        face.on("POST " + POOLS + "?dryRun=All&fieldManager=krate", LIVE.formatted(1, 2, 0));
        assertThat(typed.krate("apply", "-f", "-", "--dry-run=server"))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).isEqualTo("runnerpool.krate.a5c.ai/local created (server dry run)\n");
        face.on("GET " + POOLS + "/local", LIVE.formatted(8, 2, 1));
        face.on("PUT " + POOLS + "/local?dryRun=All&fieldManager=krate", LIVE.formatted(9, 2, 0));
        assertThat(typed.krate("apply", "-f", "-", "--dry-run=server")).isZero();
        assertThat(typed.out()).isEqualTo("runnerpool.krate.a5c.ai/local unchanged (server dry run)\n");
        assertThat(face.asked).noneMatch(request -> request.startsWith("POST /api/orgs"));
    }

    @Test
    void serverSideApplySendsTheIntentInItsManagersName() {
        typed.input = POOL.formatted(2);
        face.on("PATCH " + POOLS + "/local?fieldManager=ci&force=true&dryRun=All", LIVE.formatted(1, 2, 0));
        assertThat(typed.krate(
                        "apply",
                        "-f",
                        "-",
                        "--server-side",
                        "--force-conflicts",
                        "--field-manager=ci",
                        "--dry-run=server"))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).isEqualTo("runnerpool.krate.a5c.ai/local serverside-applied (server dry run)\n");
        assertThat(typed.krate("apply", "-f", "-", "--force-conflicts")).isEqualTo(1);
        assertThat(typed.err()).isEqualTo("krate: --force-conflicts goes with --server-side\n");
    }

    @Test
    void aDiffIsUnifiedAndItsExitCodeTells() {
        typed.input = POOL.formatted(3);
        face.on("GET " + POOLS + "/local", LIVE.formatted(8, 2, 1));
        face.on("PUT " + POOLS + "/local?dryRun=All&fieldManager=krate", LIVE.formatted(9, 3, 0));
        assertThat(typed.krate("diff", "-f", "-")).isEqualTo(1);
        assertThat(typed.out()).isEqualTo("""
                --- live/runnerpool.krate.a5c.ai/local
                +++ applied/runnerpool.krate.a5c.ai/local
                @@ -4,4 +4,4 @@
                   name: local
                 spec:
                   runtime: process
                -  maxReplicas: 2
                +  maxReplicas: 3
                """);
        face.on("PUT " + POOLS + "/local?dryRun=All&fieldManager=krate", LIVE.formatted(9, 2, 0));
        assertThat(typed.krate("diff", "-f", "-")).isZero();
        assertThat(typed.out()).isEmpty();
        assertThat(typed.krate("diff", "-f", directory.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(typed.err()).isEqualTo("krate: there is no file %s\n".formatted(directory.resolve("none.yaml")));
    }

    @Test
    void aRefusalNamesTheFileAndTheDocument() throws IOException {
        Path file = Files.writeString(
                directory.resolve("pools.yaml"),
                POOL.formatted(1) + "---\n" + POOL.formatted(2).replace("local", "other"));
        face.on(
                "POST /api/orgs/acme/resources",
                "422 {\"error\":{\"code\":\"INVALID_RESOURCE\",\"message\":\"the document has 1 fault(s)\",\"reasons\":"
                        + "[{\"field\":\"$[1].spec.maxReplicas\",\"message\":\"too many\"}]}}");
        assertThat(typed.krate("apply", "-f", file.toString())).isEqualTo(1);
        assertThat(typed.err())
                .startsWith(
                        "krate: the document has 1 fault(s) (INVALID_RESOURCE)\n  %s, document 2: $.spec.maxReplicas: too many\n"
                                .formatted(file));
        face.on(
                "PATCH " + POOLS + "/local?fieldManager=krate",
                "422 {\"kind\":\"Status\",\"reason\":\"Invalid\",\"message\":\"RunnerPool \\\"local\\\" is invalid: x\",\"details\":"
                        + "{\"causes\":[{\"field\":\"spec.maxReplicas\",\"message\":\"too many\"}]}}");
        assertThat(typed.krate("apply", "--server-side", "-f", file.toString())).isEqualTo(1);
        assertThat(typed.err())
                .startsWith(
                        "krate: %s, document 1: RunnerPool \"local\" is invalid (Invalid)\n  spec.maxReplicas: too many\n"
                                .formatted(file));
    }

    @Test
    void directoriesAreReadInOrderAndDeeperOnlyWhenAsked() throws IOException {
        Files.createDirectory(directory.resolve("deeper"));
        Files.writeString(directory.resolve("b.yaml"), POOL.formatted(1).replace("local", "b"));
        Files.writeString(directory.resolve("notes.txt"), "no: [yaml");
        Files.writeString(directory.resolve("deeper/a.yml"), POOL.formatted(1).replace("local", "a"));
        for (String name : new String[] {"a", "b"}) {
            face.on("DELETE " + POOLS + "/" + name, "{\"kind\":\"Status\",\"status\":\"Success\"}");
        }
        assertThat(typed.krate("delete", "-f", directory.toString()))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).isEqualTo("runnerpool.krate.a5c.ai/b deleted\n");
        assertThat(typed.krate("delete", "-R", "-f", directory.toString())).isZero();
        assertThat(typed.out()).isEqualTo("runnerpool.krate.a5c.ai/a deleted\nrunnerpool.krate.a5c.ai/b deleted\n");
        Files.writeString(directory.resolve("c.yaml"), "no: [yaml");
        assertThat(typed.krate("delete", "-f", directory.toString())).isEqualTo(1);
        assertThat(typed.err()).startsWith("krate: %s: $: ".formatted(directory.resolve("c.yaml")));
    }

    @Test
    void aDeletionSaysHowDependentsFareOnlyWhenTold() {
        face.on("DELETE " + POOLS + "/local", LIVE.formatted(1, 1, 1));
        assertThat(typed.krate("delete", "pool", "local", "--cascade=foreground", "--dry-run=server"))
                .as(typed.err())
                .isZero();
        assertThat(typed.out())
                .isEqualTo(
                        "runnerpool.krate.a5c.ai/local is being deleted: its finalizers go first (server dry run)\n");
        assertThat(face.asked)
                .contains(
                        "DELETE " + POOLS
                                + "/local {\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"propagationPolicy\":\"Foreground\",\"dryRun\":[\"All\"]}");
        assertThat(typed.krate("delete", "pool", "local")).isZero();
        assertThat(face.asked)
                .contains("DELETE " + POOLS + "/local {\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\"}");
        assertThat(typed.krate("delete", "pool")).isEqualTo(1);
        assertThat(typed.err()).isEqualTo("krate: name either a kind and the resources' names, or files with -f\n");
    }

    @Test
    void aKindAndItsFieldsAreExplainedWithoutAServer() {
        typed.environment.clear();
        assertThat(typed.krate("explain", "stacks")).as(typed.err()).isZero();
        assertThat(typed.out()).startsWith("GROUP:      krate.a5c.ai\nKIND:       AgentStack\nVERSION:    v1alpha1\n");
        assertThat(typed.krate("explain", "pool.spec.runtime")).isZero();
        assertThat(typed.out()).contains("FIELD: runtime <");
        assertThat(typed.krate("explain", "pool.spec", "--recursive")).isZero();
        assertThat(typed.out()).contains("\n  maxReplicas\t<");
        assertThat(typed.krate("explain", "pool.spec.runtyme")).isEqualTo(1);
        assertThat(typed.err()).contains("RunnerPool has no field 'spec.runtyme'; did you mean 'runtime'?");
    }
}
