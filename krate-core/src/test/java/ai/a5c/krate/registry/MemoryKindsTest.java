package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.memory.AgentMemoryQuery;
import ai.a5c.krate.kind.memory.AgentMemoryRepository;
import ai.a5c.krate.kind.memory.AgentRunMemoryImport.RetentionTier;
import ai.a5c.krate.kind.memory.MemoryVersion.Resolve;
import ai.a5c.krate.resource.Resource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryKindsTest {

    @Test
    void aMemoryThatSaysLittleAsksOneOtherPersonAndKeepsSummaries() {
        AgentMemoryRepository memory = (AgentMemoryRepository) parse(
                "AgentMemoryRepository",
                "{'repositoryRef':'brain','defaultBranch':'main','layoutProfile':'atlas-md-yaml-v1'}");
        assertThat(memory.spec().updatePolicy().approvals()).isEqualTo(1);
        assertThat(memory.spec().updatePolicy().fourEyes()).isTrue();
        assertThat(memory.spec().importPolicy().defaultTier()).isEqualTo(RetentionTier.SUMMARY_ONLY);
        assertThat(memory.spec().importPolicy().activeRuns()).isFalse();
    }

    @Test
    void aQueryThatNamesNoVersionAsksTheCurrentOne() {
        AgentMemoryQuery query =
                (AgentMemoryQuery) parse("AgentMemoryQuery", "{'memoryRepository':'brain','mode':'graph-only'}");
        assertThat(query.spec().version().resolve()).isEqualTo(Resolve.CURRENT);
        assertThat(query.spec().maxResults()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'ref':'main'} | EXPLICIT_REF",
                "{'snapshotTag':'run-1'} | SNAPSHOT_TAG",
                "{'at':'2026-11-22T12:00:00Z'} | REF_AT_TIME",
                "{} | CURRENT",
            })
    void aVersionSaysHowItsCommitIsFound(String version, Resolve resolve) {
        AgentMemoryQuery query = (AgentMemoryQuery) parse(
                "AgentMemoryQuery", "{'memoryRepository':'brain','mode':'graph-only','version':%s}".formatted(version));
        assertThat(query.spec().version().resolve()).isEqualTo(resolve);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "AgentMemoryQuery | {'memoryRepository':'brain','mode':'grep-only'}"
                        + " | $.spec: text is required when mode is grep-only or graph-and-grep",
                "AgentMemoryQuery | {'memoryRepository':'brain','mode':'document-read'}"
                        + " | $.spec: document is required when mode is document-read",
                "AgentMemoryQuery | {'memoryRepository':'brain','mode':'diff-ref'}"
                        + " | $.spec: compareWith is required when mode is diff-ref",
                "AgentMemoryQuery | {'memoryRepository':'brain','mode':'graph-only','snapshot':'s','version':{'ref':'main'}}"
                        + " | $.spec: at most one of snapshot, version is allowed",
                "AgentMemoryQuery | {'memoryRepository':'brain','mode':'graph-only','version':{'ref':'main','snapshotTag':'t'}}"
                        + " | $.spec.version: at most one of ref, snapshotTag, at is allowed",
                "AgentMemoryQuery | {'memoryRepository':'brain','mode':'graph-only','maxResults':201}"
                        + " | $.spec.maxResults: 201 is out of range; from 1 to 200 is allowed",
                "AgentMemorySource | {'repositoryRef':'brain','appliesTo':{},'include':{'paths':['runbooks/**']}}"
                        + " | $.spec.appliesTo: at least one of stacks, subagents, repositories, taskKinds is required",
                "AgentMemorySource | {'repositoryRef':'brain','appliesTo':{'taskKinds':['review']},'include':{}}"
                        + " | $.spec.include: at least one of paths, graphKinds is required",
                "AgentMemoryOntology | {'memoryRepository':'brain','ontologyPath':'../ontology'}"
                        + " | $.spec.ontologyPath: '../ontology' is no path below the root; expected such as docs/guide.md",
                "AgentMemoryAssociation | {'memoryRef':{'repository':'brain','record':'r','path':'p'},"
                        + "'targetRef':{'kind':'team','name':'core'},'relationship':'owned-by'}"
                        + " | $.spec.memoryRef: exactly one of record, path is required",
                "AgentMemoryUpdate | {'memoryRepository':'brain','title':'t',"
                        + "'baseCommit':'0123456789012345678901234567890123456789'}"
                        + " | $.spec: exactly one of patch, patchDigest is required",
            })
    void whatDoesNotFitTogetherIsRefused(String kind, String spec, String fault) {
        assertThatThrownBy(() -> parse(kind, spec)).hasMessage(fault);
    }

    private static Resource parse(String kind, String spec) {
        return ResourceCodec.parse(
                Map.of(
                        "apiVersion",
                        "krate.a5c.ai/v1alpha1",
                        "kind",
                        kind,
                        "metadata",
                        Map.of("name", "one"),
                        "spec",
                        Json.readObject(spec.replace('\'', '"'))),
                "acme");
    }
}
