package ai.a5c.krate.server.command;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says of a refusal which file and document it is about. */
final class Placed {

    private static final Pattern NUMBERED = Pattern.compile("(?m)^  \\$\\[([0-9]{1,6})\\](?=[.:\\[])");
    private static final Pattern SINGLE = Pattern.compile("(?m)^  \\$(?=[.:\\[])");

    private Placed() {}

    static <T> T one(Manifest manifest, Supplier<T> work) {
        try {
            return work.get();
        } catch (CommandException e) {
            throw new CommandException(manifest.place() + ": " + e.getMessage());
        }
    }

    /** Paths that begin with a document's number begin with its place instead. */
    static <T> T all(List<Manifest> manifests, Supplier<T> work) {
        try {
            return work.get();
        } catch (CommandException e) {
            String message = String.valueOf(e.getMessage());
            throw new CommandException(
                    manifests.size() == 1 ? single(message, manifests.get(0)) : numbered(message, manifests));
        }
    }

    private static String single(String message, Manifest manifest) {
        return SINGLE.matcher(message).replaceAll(Matcher.quoteReplacement("  %s: $".formatted(manifest.place())));
    }

    private static String numbered(String message, List<Manifest> manifests) {
        return NUMBERED.matcher(message).replaceAll(found -> {
            int index = Integer.parseInt(found.group(1));
            String place = index < manifests.size()
                    ? "  %s: $".formatted(manifests.get(index).place())
                    : found.group();
            return Matcher.quoteReplacement(place);
        });
    }
}
