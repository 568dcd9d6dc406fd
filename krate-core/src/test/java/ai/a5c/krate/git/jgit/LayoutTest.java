package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.testkit.Seeds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private final Layout layout = new Layout(Path.of("/srv/krate"));

    @Test
    void namesStayReadableAndBelowTheRoot() {
        assertThat(layout.mirror("acme/app")).isEqualTo(Path.of("/srv/krate/mirrors/acme%2Fapp.git"));
        assertThat(layout.worktree("Acme/..", "../../x"))
                .isEqualTo(Path.of("/srv/krate/worktrees/%41cme%2F%2E%2E/%2E%2E%2F%2E%2E%2Fx"));
    }

    @Test
    void noTwoNamesShareAPlaceEvenWhereFilesIgnoreCase() {
        Map<String, String> names = new HashMap<>();
        Seeds.forAll(20_000, random -> {
            String name = name(random);
            String place = layout.mirror(name).toString().toLowerCase(Locale.ROOT);
            assertThat(names.merge(place, name, (first, second) -> first)).isEqualTo(name);
            assertThat(layout.mirror(name).getParent()).isEqualTo(Path.of("/srv/krate/mirrors"));
        });
    }

    private static String name(RandomGenerator random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            name.append("aAbB2fF./_-".charAt(random.nextInt(11)));
        }
        return name.toString();
    }

    @Test
    void otherNamesAreRefused() {
        assertThat(List.of("", "a b", "a%2Fb", "a\0b", "a\n", "ü", "x".repeat(201), "A".repeat(70)))
                .allSatisfy(name -> {
                    GitRefusedException refused =
                            catchThrowableOfType(GitRefusedException.class, () -> layout.mirror(name));
                    assertThat(refused).as(name).isNotNull();
                    assertThat(refused.code()).isEqualTo("NameNotAllowed");
                });
    }
}
