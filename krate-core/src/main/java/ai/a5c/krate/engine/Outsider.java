package ai.a5c.krate.engine;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody whom no forge knows but another system, as in {@code jenkins:ada}; accounts of forges have no colon in their names.
 *
 * @param provider as identity mappings name it
 * @param id of the person there
 */
public record Outsider(String provider, String id) {

    private static final Set<String> PROVIDERS = Set.of("jenkins");
    private static final Pattern FORM = Pattern.compile("([a-z]{1,63}):(.{1,512})");

    /** Who is written as {@code actor}; empty if that is an account of a forge. */
    public static Optional<Outsider> of(String actor) {
        Matcher matcher = FORM.matcher(actor);
        return matcher.matches() && PROVIDERS.contains(matcher.group(1))
                ? Optional.of(new Outsider(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
