package ai.a5c.krate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.WorkItemRef;
import ai.a5c.krate.kind.execution.WorkItemSessionLink;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Resource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionKindsTest {

    @Test
    void peopleWriteOnlyRequirementsLinksQueriesAndProposals() {
        assertThat(KindRegistry.all().stream()
                        .filter(kind -> kind.info().storage() == Storage.EXECUTION)
                        .filter(kind -> kind.info().writer() == Writer.PEOPLE)
                        .map(Kind::name))
                .containsExactlyInAnyOrder(
                        "AgentCapabilityRequirement",
                        "WorkItemSessionLink",
                        "WorkItemWorkspaceLink",
                        "AgentMemoryQuery",
                        "AgentMemoryUpdate");
    }

    @Test
    void aLinkNamesItsWorkItemAsRunsDo() {
        WorkItemSessionLink link = (WorkItemSessionLink) parse(
                "WorkItemSessionLink",
                "{'workItemRef':{'repository':'shop','kind':'pull-request','number':12},'agentSession':'run-1-1'}");
        assertThat(link.spec().workItemRef())
                .isEqualTo(new WorkItemRef("shop", WorkItemRef.WorkItemKind.PULL_REQUEST, 12));
        assertThat(link.spec().workItemRef().id()).isEqualTo("pull-request/12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "WorkItemSessionLink | {'workItemRef':{'repository':'shop','kind':'issue','number':0},'agentSession':'s'}"
                        + " | $.spec.workItemRef.number: 0 is too small; at least 1 is allowed",
                "WorkItemWorkspaceLink | {'workItemRef':{'repository':'shop','kind':'issue','number':1}}"
                        + " | $.spec.workspace: required; expected text",
                "AgentCapabilityRequirement | {'ownerRef':{'kind':'skill','name':'lint'},'requiredRoles':['reader'],"
                        + "'requiredSecretRefs':[{'name':'a','keys':['x']},{'name':'a','keys':['y']}]}"
                        + " | $.spec.requiredSecretRefs[1].name: 'a' is there twice",
                "AgentCapabilityRequirement | {'ownerRef':{'kind':'skil','name':'lint'},'requiredRoles':['reader']}"
                        + " | $.spec.ownerRef.kind: unknown value 'skil'; did you mean 'skill'?",
            })
    void whatCannotBeMeantIsRefused(String kind, String spec, String fault) {
        assertThatThrownBy(() -> parse(kind, spec)).hasMessage(fault);
    }

    private static Resource parse(String kind, String spec) {
        return ResourceCodec.parse(
                Map.of(
                        "apiVersion",
                        "runs.krate.a5c.ai/v1alpha1",
                        "kind",
                        kind,
                        "metadata",
                        Map.of("name", "one"),
                        "spec",
                        Json.readObject(spec.replace('\'', '"'))),
                "acme");
    }
}
