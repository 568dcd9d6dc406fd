package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same tries against processes where agents are kept by an ordinary user, whose own processes they would be. */
class OrdinaryUserProcessEscapesIT extends ProcessEscapesIT {

    @BeforeEach
    void beNobodySpecial() throws IOException {
        becomeNobody();
    }

    @Test
    void theirsTheyAreIndeed() {
        assertThat(texts(hear(trusted("id -u")))).containsExactly("65534");
    }
}
