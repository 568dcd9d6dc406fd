package ai.a5c.krate.runtime.process;

import java.util.List;

/** Understands the lines of one session in their order; what a line means may depend on those before it. */
interface Ear {

    /** What a complete line of standard output says; never empty, never fails. */
    List<Said> hear(String line);
}
