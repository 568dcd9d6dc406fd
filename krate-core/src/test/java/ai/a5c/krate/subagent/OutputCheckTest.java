package ai.a5c.krate.subagent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.OutputContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputCheckTest {

    private static List<String> faults(String format, List<String> sections, String schema, String output) {
        return OutputCheck.faults(new OutputContract(format, sections, schema), output);
    }

    @Test
    void withoutAContractEverythingFits() {
        assertThat(faults("", List.of(), "", "")).isEmpty();
    }

    @Test
    void markdownHasItsSections() {
        assertThat(faults("markdown", List.of("Verdict", "Risks"), "", "# verdict ##\n\nok\n\n   ## Risks\n"))
                .isEmpty();
        assertThat(faults("markdown", List.of("Verdict"), "", "Verdict: fine\n#Verdict"))
                .containsExactly("the section 'Verdict' is missing");
        assertThat(faults("markdown", List.of(), "", "  ")).containsExactly("there is no outcome");
    }

    @Test
    void jsonIsJsonWithItsMembers() {
        assertThat(faults("json", List.of("verdict"), "", " {\"verdict\": 1} ")).isEmpty();
        assertThat(faults("json", List.of("verdict"), "", "[]")).containsExactly("the member 'verdict' is missing");
        assertThat(faults("json", List.of(), "", "fine"))
                .singleElement()
                .asString()
                .startsWith("it is no JSON: ");
    }

    @Test
    void aSchemaIsCheckedAndSaysWhere() {
        String schema = """
                {"type":"object","required":["verdict","files"],"additionalProperties":false,
                 "properties":{"verdict":{"enum":["good","bad"]},"score":{"type":"integer","minimum":0,"maximum":10},
                 "files":{"type":"array","maxItems":1,"items":{"type":"string","minLength":1}}}}""";
        assertThat(faults("", List.of(), schema, "{\"verdict\":\"good\",\"files\":[\"a\"],\"score\":10.0}"))
                .isEmpty();
        assertThat(faults("", List.of(), schema, "{\"verdict\":\"so-so\",\"files\":[\"\",7],\"score\":11,\"more\":1}"))
                .containsExactlyInAnyOrder(
                        "$.verdict: expected one of [good, bad]",
                        "$.files: expected maxItems 1",
                        "$.files[0]: expected minLength 1",
                        "$.files[1]: expected string",
                        "$.score: expected at most 10",
                        "$: 'more' is not expected");
        assertThat(faults("", List.of(), schema, "[]")).containsExactly("$: expected object");
        assertThat(faults("", List.of(), schema, "{}"))
                .containsExactly("$: 'verdict' is missing", "$: 'files' is missing");
    }

    @Test
    void whatIsNotUnderstoodIsNotTakenForRight() {
        assertThat(faults("", List.of(), "{\"pattern\":\"a\"}", "\"a\""))
                .singleElement()
                .asString()
                .startsWith("the contract's schema $: 'pattern' is not checked here; known are additionalProperties, ");
        assertThat(faults("", List.of(), "[]", "1"))
                .singleElement()
                .asString()
                .startsWith("the contract's schema is no");
    }
}
