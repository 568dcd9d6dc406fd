package ai.a5c.krate.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ApprovalsCommandTest {

    private static final String PATH = "GET /api/orgs/acme/agents/approvals/approval-2";

    private final ScriptedFace face = new ScriptedFace();
    private final Typed typed = new Typed(face.url(), "krt_token");

    @AfterEach
    void close() {
        face.close();
    }

    @Test
    void whatChangedSinceSomebodySaidYesStandsBeforeTheWholeQuestion() {
        face.on(PATH, """
                {"kind":"AgentApproval","metadata":{"name":"approval-2"},"spec":{"action":"write-back","delta":{
                "since":"approval-1","approvedBy":["alice","bob"],"approvedAt":"2026-11-22T12:00:00Z",
                "changes":["bob, who approved it, may no longer approve; somebody else must","1 file changed"],
                "text":"a.txt\\n@@ -1 +1 @@\\n-one\\n+two\\u001b[2J\\r\\n","asApproved":[2,3]}}}""");
        assertThat(typed.krate("approvals", "show", "approval-2"))
                .as(typed.err())
                .isZero();
        assertThat(typed.out()).startsWith("""
                # alice, bob approved approval-1, which is void. Since then:
                # - bob, who approved it, may no longer approve; somebody else must
                # - 1 file changed
                # As it was approved: 2, 3
                #
                # a.txt
                # @@ -1 +1 @@
                # -one
                # +two?[2J
                kind: AgentApproval
                """);
        assertThat(new Load(LoadSettings.builder().build()).loadFromString(typed.out()))
                .as("it stays YAML")
                .isInstanceOf(Map.class);
    }

    @Test
    void aQuestionThatNobodyApprovedBeforeIsOnlyItself() {
        face.on(PATH, """
                {"kind":"AgentApproval","metadata":{"name":"approval-2"},"spec":{"action":"write-back","delta":{
                "since":"","approvedBy":[],"changes":[],"text":"","asApproved":[]}}}""");
        assertThat(typed.krate("approvals", "show", "approval-2")).isZero();
        assertThat(typed.out()).startsWith("kind: AgentApproval\n");
        face.on(PATH, "{\"kind\":\"AgentApproval\",\"metadata\":{\"name\":\"approval-2\"},\"spec\":{}}");
        assertThat(typed.krate("approvals", "show", "approval-2")).isZero();
        assertThat(typed.out()).startsWith("kind: AgentApproval\n");
    }
}
