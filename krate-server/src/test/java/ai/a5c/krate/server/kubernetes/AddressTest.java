package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1, '', v1, '', '', '', ''",
        "/api/v1/namespaces, '', v1, '', namespaces, '', ''",
        "/api/v1/namespaces/acme, '', v1, '', namespaces, acme, ''",
        "/apis/g/v1alpha1, g, v1alpha1, '', '', '', ''",
        "/apis/g/v1alpha1/stacks, g, v1alpha1, '', stacks, '', ''",
        "/apis/g/v1alpha1/stacks/a, g, v1alpha1, '', stacks, a, ''",
        "/apis/g/v1alpha1/namespaces/acme/stacks, g, v1alpha1, acme, stacks, '', ''",
        "/apis/g/v1alpha1/namespaces/acme/stacks/a/, g, v1alpha1, acme, stacks, a, ''",
        "/apis/g/v1alpha1/namespaces/acme/stacks/a/status, g, v1alpha1, acme, stacks, a, status"
    })
    void anAddressIsTakenApart(
            String path,
            String group,
            String version,
            String namespace,
            String plural,
            String name,
            String subresource) {
        assertThat(Address.of(path)).contains(new Address(group, version, namespace, plural, name, subresource));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/apis",
                "/apis/g",
                "/apis//v1/stacks",
                "/apis/g/v1/namespaces//stacks",
                "/apis/g/v1/namespaces/acme/stacks/a/status/more",
                "/other/g/v1"
            })
    void whatIsNoAddressIsNone(String path) {
        assertThat(Address.of(path)).isEmpty();
    }

    @Test
    void everyAddressOfThatFormIsReadBack() {
        Seeds.forAll(500, random -> {
            List<String> words =
                    Stream.generate(() -> "w" + random.nextInt(1_000)).limit(5).toList();
            Address address = new Address(words.get(0), words.get(1), words.get(2), words.get(3), words.get(4), "");
            String path = Stream.of(
                            "",
                            "apis",
                            words.get(0),
                            words.get(1),
                            "namespaces",
                            words.get(2),
                            words.get(3),
                            words.get(4))
                    .collect(Collectors.joining("/"));
            assertThat(Address.of(path)).contains(address);
        });
    }
}
