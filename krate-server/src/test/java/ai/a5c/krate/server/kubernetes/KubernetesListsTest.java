package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.server.http.Client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of Kubernetes list, select and watch. */
class KubernetesListsTest extends KubernetesFace {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final String METADATA = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "labelSelector=size=s | a,c",
                "labelSelector=size!=s | b",
                "labelSelector=size%20in%20(s,m) | a,b,c",
                "labelSelector=size%20notin%20(s) | b",
                "labelSelector=size | a,b,c",
                "labelSelector=!size | ^^",
                "fieldSelector=metadata.name=b | b",
                "fieldSelector=metadata.name!=b | a,c",
                "fieldSelector=metadata.namespace=acme | a,b,c",
                "fieldSelector=metadata.namespace=globex | ^^",
                "fieldSelector=metadata.name=b,metadata.name=c | ^^",
                "fieldSelector=metadata.name!=b&labelSelector=size=s&limit=1 | a"
            })
    void selectorsSelect(String query, String names) throws Exception {
        create("a", "s");
        create("b", "m");
        create("c", "s");
        assertThat(String.join(",", names(acme.get(POOLS + "?" + query)))).isEqualTo(names);
        assertThat(String.join(",", names(acme.get("/apis/krate.a5c.ai/v1alpha1/runnerpools?" + query))))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "fieldSelector=spec.nothing=1, 400",
        "fieldSelector=metadata.name, 400",
        "labelSelector=a%20b, 400",
        "labelSelector=a=%00, 400",
        "limit=-1, 400",
        "limit=x, 400",
        "continue=x, 400",
        "watch=perhaps, 400",
        "resourceVersion=x, 400",
        "resourceVersionMatch=Exact, 400",
        "resourceVersion=1&resourceVersionMatch=Some, 400",
        "resourceVersion=1&resourceVersionMatch=Exact, 410",
        "resourceVersion=99999999, 504",
        "includeObject=Some, 400",
        "watch=true&sendInitialEvents=true, 400"
    })
    void questionsThatMakeNoSenseAreRefused(String query, int status) throws Exception {
        create("a", "s");
        Reply reply = acme.get(POOLS + "?" + query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json()).containsEntry("kind", "Status").containsEntry("status", "Failure");
    }

    @Test
    void pagesGoOnAtTheVersionOfTheFirst() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            create(name, "s");
        }
        List<String> seen = new ArrayList<>();
        String version = "";
        String token = "";
        do {
            Reply page = acme.get(POOLS + "?limit=2&continue=" + token);
            seen.addAll(names(page));
            String pageVersion = Fields.text(page.json(), "metadata.resourceVersion");
            assertThat(version).isIn("", pageVersion);
            version = pageVersion;
            token = Fields.text(page.json(), "metadata.continue");
            create("z" + seen.size(), "s");
        } while (!token.isEmpty());
        assertThat(seen).startsWith("a", "b", "c", "d", "e").doesNotHaveDuplicates();
    }

    @Test
    void aTokenOfAListThatIsTooOldIsExpired() throws Exception {
        create("a", "s");
        create("b", "s");
        String token = Fields.text(acme.get(POOLS + "?limit=1").json(), "metadata.continue");
        create("c", "s");
        world.store.compact(world.store.version());
        Reply reply = acme.get(POOLS + "?limit=1&continue=" + token);
        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.json()).containsEntry("reason", "Expired");
        assertThat(administrator
                        .get("/apis/krate.a5c.ai/v1alpha1/runnerpools?limit=1&continue=" + token)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsComeAsTablesAndAsMetadata() throws Exception {
        create("a", "s");
        Reply table = acme.get(POOLS, "Accept", TABLE);
        assertThat(table.json()).containsEntry("kind", "Table").containsEntry("apiVersion", "meta.k8s.io/v1");
        assertThat(table.body())
                .contains("\"columnDefinitions\":[{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\"")
                .contains("{\"cells\":[\"a\",\"process\",2,\"untrusted\",")
                .contains(
                        "\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":");
        assertThat(acme.get(POOLS + "?includeObject=None", "Accept", TABLE).body())
                .doesNotContain("\"object\"");
        assertThat(acme.get(POOLS + "?includeObject=Object", "Accept", TABLE).body())
                .contains("\"maxReplicas\":2");
        assertThat(acme.get(POOLS, "Accept", METADATA).body())
                .startsWith("{\"apiVersion\":\"meta.k8s.io/v1\",\"kind\":\"PartialObjectMetadataList\"")
                .doesNotContain("\"spec\"");
        assertThat(acme.get(POOLS, "Accept", "application/vnd.kubernetes.protobuf")
                        .status())
                .isEqualTo(406);
    }

    @Test
    void namespacesAreThoseOfTheCaller() throws Exception {
        assertThat(names(acme.get("/api/v1/namespaces"))).containsExactly("acme");
        assertThat(names(administrator.get("/api/v1/namespaces"))).containsExactly("acme", "globex", "krate-system");
        assertThat(acme.get("/api/v1/namespaces/globex").status()).isEqualTo(404);
        assertThat(acme.get("/api/v1/pods").status()).isEqualTo(404);
    }

    @Test
    void aWatchBeginsWithWhatIsThereAndEndsInTime() throws Exception {
        create("a", "s");
        create("b", "m");
        String body = acme.get(POOLS + "?watch=true&timeoutSeconds=1&labelSelector=size=s&allowWatchBookmarks=true"
                        + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan")
                .body();
        assertThat(events(body)).containsExactly("ADDED a", "BOOKMARK", "BOOKMARK");
        assertThat(body).contains("\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}");
        assertThat(events(acme.get(POOLS + "?watch=1&timeoutSeconds=1").body())).containsExactly("ADDED a", "ADDED b");
    }

    @Test
    void aWatcherHearsWhenSomethingLeavesItsSelector() throws Exception {
        create("a", "s");
        create("b", "m");
        String version = Long.toString(world.store.version());
        for (String size : List.of("m", "s", "s")) {
            acme.send(
                    "PATCH",
                    POOLS + "/a",
                    "application/merge-patch+json",
                    "{\"metadata\":{\"labels\":{\"size\":\"%s\"}},\"spec\":{\"maxReplicas\":%d}}"
                            .formatted(size, world.store.version()));
        }
        acme.delete(POOLS + "/b");
        String query = "?watch=true&timeoutSeconds=1&labelSelector=size=s&resourceVersion=" + version;
        assertThat(events(acme.get(POOLS + query).body())).containsExactly("DELETED a", "MODIFIED a", "MODIFIED a");
        String table = acme.get(POOLS + query, "Accept", TABLE).body();
        assertThat(table.lines().filter(line -> line.contains("\"name\":\"Age\"")))
                .as("columns are described once")
                .hasSize(1);
    }

    private static List<String> events(String body) {
        return body.lines()
                .filter(line -> !line.isBlank())
                .map(line -> Json.readObject(line.strip()))
                .flatMap(event -> Stream.of(
                        (Fields.text(event, "type") + " " + Fields.text(event, "object.metadata.name")).strip()))
                .toList();
    }
}
