package ai.a5c.krate.runtime.process;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;

/** The same tries where agents are kept by an ordinary user, whom the kernel gives less to wall them in with. */
class OrdinaryUserEscapesIT extends EscapesIT {

    @BeforeEach
    void beNobodySpecial() throws IOException {
        becomeNobody();
    }
}
