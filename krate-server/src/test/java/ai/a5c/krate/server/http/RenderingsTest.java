package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingsTest {

    private final List<String> made = new ArrayList<>();

    @Test
    void whatIsEqualIsRenderedOnce() {
        Renderings renderings = new Renderings(100_000);

        List<Piece> first = render(renderings, List.of("page", 1), "one");

        assertThat(render(renderings, List.of("page", 1), "one")).isSameAs(first);
        assertThat(first).hasToString("[one]");
        assertThat(render(renderings, List.of("lines", 1), "two")).hasToString("[two]");
        assertThat(made).containsExactly("one", "two");
    }

    @Test
    void whatWasAskedForLongestAgoGoesWhenThereIsTooMuch() {
        Renderings renderings = new Renderings(10_000);
        render(renderings, "a", "a".repeat(2_000));
        render(renderings, "b", "b".repeat(2_000));
        render(renderings, "a", "never");
        render(renderings, "c", "c".repeat(2_000));
        made.clear();

        render(renderings, "a", "never");
        render(renderings, "c", "never");
        assertThat(made).isEmpty();
        render(renderings, "b", "again");
        assertThat(made).containsExactly("again");
    }

    @Test
    void whatIsTooLargeIsGivenAndNotKept() {
        Renderings renderings = new Renderings(1_000);

        assertThat(render(renderings, "large", "x".repeat(5_000)).get(0).size()).isEqualTo(5_000);
        assertThat(render(renderings, "large", "again")).hasToString("[again]");
    }

    private List<Piece> render(Renderings renderings, Object key, String text) {
        return renderings.of(key, () -> {
            made.add(text);
            return List.of(text);
        });
    }
}
