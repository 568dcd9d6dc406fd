package ai.a5c.krate.causality;

import ai.a5c.krate.digest.MacKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed note that a text at a forge is the effect of a run: found again after a crash, and not forged by strangers.
 *
 * <p>It can be copied from our comments by anybody, so it says who wrote a text only together with the author's id.
 *
 * @param run the run's uid
 * @param effect which of the run's effects, from 0
 * @param mac 64 hex digits of HMAC-SHA256 over run and effect
 */
public record Marker(String run, int effect, String mac) {

    private static final int MOST = 20;
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
    private static final Pattern FORM = Pattern.compile(
            "(?:<!-- krate:|Krate-Marker: )v1 run=([A-Za-z0-9][A-Za-z0-9.-]{0,252}) effect=([0-9]{1,6}) mac=([0-9a-f]{64})\\b");

    public Marker {
        if (!RUN.matcher(run).matches() || effect < 0 || effect > 999_999) {
            throw new IllegalArgumentException("a marker needs a run's uid and an effect from 0 to 999999");
        }
    }

    /** The marker of an effect of a run, signed. */
    public static Marker sign(String runUid, int effect, MacKey key) {
        return new Marker(runUid, effect, key.sign(signed(runUid, effect)));
    }

    /** The markers in {@code text}, whoever wrote them, at most 20. */
    public static List<Marker> findAll(String text) {
        List<Marker> found = new ArrayList<>();
        if (text.contains("v1 run=")) {
            Matcher matcher = FORM.matcher(text);
            while (found.size() < MOST && matcher.find()) {
                found.add(new Marker(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)));
            }
        }
        return found;
    }

    /** The first marker in {@code text}, whoever wrote it. */
    public static Optional<Marker> find(String text) {
        return findAll(text).stream().findFirst();
    }

    /** Whether it was signed with {@code key}. */
    public boolean verify(MacKey key) {
        return key.signed(signed(run, effect), mac);
    }

    /** As it stands at the end of a comment, where readers do not see it. */
    public String text() {
        return "<!-- krate:" + body() + " -->";
    }

    /** As one line of a commit's trailers. */
    public String trailer() {
        return "Krate-Marker: " + body();
    }

    private String body() {
        return "v1 run=%s effect=%d mac=%s".formatted(run, effect, mac);
    }

    private static String signed(String run, int effect) {
        return "krate:v1\n" + run + "\n" + effect;
    }
}
