package ai.a5c.krate.server.bench;

import java.util.List;

/** One group of measurements. */
@FunctionalInterface
interface Bench {

    /** Measures; {@code largest} bounds the sizes that it grows through. */
    List<Figure> run(Grounds grounds, int largest);
}
