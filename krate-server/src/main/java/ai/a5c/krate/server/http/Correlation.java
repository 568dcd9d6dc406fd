package ai.a5c.krate.server.http;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id that joins an answer with what was logged about it. */
public final class Correlation {

    /** The header on every answer. */
    public static final String HEADER = "X-Correlation-Id";

    private static final String ATTRIBUTE = "krate.correlation";

    private Correlation() {}

    /** The id of this request. */
    public static String of(Context context) {
        String known = context.attribute(ATTRIBUTE);
        if (known != null) {
            return known;
        }
        String fresh = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        context.attribute(ATTRIBUTE, fresh);
        return fresh;
    }
}
