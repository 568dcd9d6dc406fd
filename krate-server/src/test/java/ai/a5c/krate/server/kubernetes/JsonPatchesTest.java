package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchesTest {

    private static final Map<String, Object> DOCUMENT = Json.readObject("{\"spec\":{\"n\":1,\"list\":[\"a\",\"b\"]}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[{\"op\":\"replace\",\"path\":\"/spec/n\",\"value\":2}] | {\"spec\":{\"n\":2,\"list\":[\"a\",\"b\"]}}",
                "[{\"op\":\"add\",\"path\":\"/spec/list/-\",\"value\":\"c\"}] | {\"spec\":{\"n\":1,\"list\":[\"a\",\"b\",\"c\"]}}",
                "[{\"op\":\"test\",\"path\":\"/spec/n\",\"value\":1},{\"op\":\"remove\",\"path\":\"/spec/list\"}] | {\"spec\":{\"n\":1}}",
                "[{\"op\":\"copy\",\"from\":\"/spec/n\",\"path\":\"/spec/m\"},{\"op\":\"remove\",\"path\":\"/spec/n\"},{\"op\":\"remove\",\"path\":\"/spec/list\"}] | {\"spec\":{\"m\":1}}"
            })
    void operationsAreAppliedInOrder(String patch, String result) {
        assertThat(Json.write(JsonPatches.apply(DOCUMENT, Json.read(patch)))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | 400",
                "[1] | 400",
                "[{\"path\":\"/spec\"}] | 400",
                "[{\"op\":\"test\",\"path\":\"/spec/n\",\"value\":2}] | 422",
                "[{\"op\":\"remove\",\"path\":\"/spec/none\"}] | 422",
                "[{\"op\":\"replace\",\"path\":\"/spec/list/7\",\"value\":2}] | 422",
                "[{\"op\":\"add\",\"path\":\"/spec/list/999999999\",\"value\":2}] | 422",
                "[{\"op\":\"explode\",\"path\":\"/spec\"}] | 422",
                "[{\"op\":\"replace\",\"value\":2}] | 422",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":2}] | 422",
                "[{\"op\":\"move\",\"from\":\"/spec\",\"path\":\"/spec/inner\"}] | 422"
            })
    void whatCannotBeAppliedIsRefused(String patch, int code) {
        refused(code, Json.read(patch));
    }

    @Test
    void noPatchGrowsPastTheLimits() {
        List<Object> doublings = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            doublings.add(Map.of("op", "copy", "from", "/spec", "path", "/spec/copy" + i));
        }
        refused(422, doublings);
        List<Object> many = new ArrayList<>();
        for (int i = 0; i <= JsonPatches.MOST_OPERATIONS; i++) {
            many.add(Map.of("op", "test", "path", "/spec/n", "value", 1));
        }
        refused(422, many);
        List<Object> nesting = new ArrayList<>();
        for (int i = 0; i < JsonPatches.MOST_COPIES; i++) {
            nesting.add(Map.of("op", "add", "path", "/box", "value", Map.of("a", Map.of("a", Map.of("a", Map.of())))));
            nesting.add(Map.of("op", "move", "from", "/spec", "path", "/box/a/a/a/spec"));
            nesting.add(Map.of("op", "move", "from", "/box", "path", "/spec"));
        }
        refused(422, nesting);
    }

    private static void refused(int code, @Nullable Object patch) {
        assertThatThrownBy(() -> JsonPatches.apply(DOCUMENT, patch))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.status().code()).isEqualTo(code));
    }
}
