package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.Verdict;
import java.util.Optional;

/** Lines that tell a running agent more. */
interface Conversation {

    /** What the output lines begin with that end a turn. */
    String turnEnd();

    /** A person's message. */
    String message(String text);

    /** The answer to what {@code line} of the output asks, if that is the question that is answered. */
    Optional<String> answer(String line, Verdict verdict);
}
