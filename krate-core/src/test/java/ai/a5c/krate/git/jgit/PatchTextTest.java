package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PatchTextTest {

    private static final byte[] READABLE =
            "diff --git a b\n+gr\u00fcn\ndiff --git c d\n+gr\u00fcn\n diff --git is no start\n"
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void aPatchInUtf8IsItsText() {
        assertThat(PatchText.decode(READABLE)).contains(new String(READABLE, StandardCharsets.UTF_8));
        assertThat(PatchText.decode(new byte[] {'+', (byte) 0xfc})).isEmpty();
    }

    @Test
    void onlySectionsThatCannotBeTextAreReplaced() {
        byte[] latin = "diff --git a b\n+gr\u00fcn\ndiff --git c d\n+green\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] safe = "diff --git a b\nBINARY1\ndiff --git c d\nBINARY2\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(PatchText.merge(latin, safe)).isEqualTo("diff --git a b\nBINARY1\ndiff --git c d\n+green\n");
        assertThat(PatchText.merge(READABLE, safe)).isEqualTo(new String(READABLE, StandardCharsets.UTF_8));
    }

    @Test
    void twoPatchesOfOneChangeHaveTheSameSections() {
        byte[] one = "diff --git a b\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> PatchText.merge(READABLE, one)).hasMessage("one change has 2 and 1 sections");
    }
}
