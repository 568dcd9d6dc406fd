package ai.a5c.krate.redact;

import ai.a5c.krate.redact.Tail.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that are read one behind the other.
 *
 * <p>Redacted as one, so that nothing secret stands across their borders, and each by itself. What was told before can
 * not be taken back: of something that began there only the rest is redacted, which is why a text that {@linkplain
 * Redactor#isUnfinished may go on} should be kept until its continuation is known.
 */
public final class Passage {

    private static final int ROUNDS = 8;
    private static final String PRIVATE_KEY = "private-key";
    private static final String BEGINNING_OF_KEY = "-----BEGIN PRIVATE KEY-----\n";

    private final Redactor redactor;

    public Passage(Redactor redactor) {
        this.redactor = redactor;
    }

    /** Whether the last of {@code pieces} should be kept until it is known what follows. */
    public boolean isUnfinished(Tail before, List<String> pieces) {
        return redactor.isUnfinished(new Tail(before.text() + String.join("", pieces), "").text());
    }

    /** {@code pieces}, which follow {@code before}, without secrets. */
    public List<Piece> told(Tail before, List<String> pieces) {
        List<String> rest = new ArrayList<>(pieces);
        String start = start(before);
        boolean nothingElse = !before.open().isEmpty() && !isKey(before) && cutBeginning(rest, before.open());
        for (int round = 0; round < ROUNDS && replaced(start, rest); round++) {
            // Until nothing is found any more.
        }
        String open = nothingElse ? before.open() : open(start, pieces);
        List<Piece> told = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            told.add(new Piece(redactor.redact(rest.get(i)).text(), i == rest.size() - 1 ? open : ""));
        }
        return told;
    }

    /** A key that was cut is found by its header, which was redacted with it. */
    private static String start(Tail before) {
        return isKey(before) ? BEGINNING_OF_KEY : before.text();
    }

    private static boolean isKey(Tail before) {
        return before.open().equals(PRIVATE_KEY);
    }

    /** Removes what goes on with something that was redacted before, as far as it goes; whether that is everything. */
    private boolean cutBeginning(List<String> pieces, String category) {
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            int end = redactor.goesOn(category, piece);
            if (end > 0) {
                pieces.set(i, Markers.of(category) + piece.substring(end));
            }
            if (end < piece.length()) {
                return false;
            }
        }
        return true;
    }

    /** Replaces what is found in {@code pieces} behind {@code before}; whether there was any. */
    private boolean replaced(String before, List<String> pieces) {
        String whole = before + String.join("", pieces);
        List<Hit> hits = redactor.hits(whole).stream()
                .filter(hit -> hit.end() > before.length())
                .toList();
        int end = whole.length();
        for (int i = pieces.size() - 1; i >= 0; i--) {
            int start = end - pieces.get(i).length();
            pieces.set(i, without(whole, start, end, hits, i == 0));
            end = start;
        }
        return !hits.isEmpty();
    }

    private static String without(String whole, int start, int end, List<Hit> hits, boolean first) {
        StringBuilder out = new StringBuilder();
        int done = start;
        for (Hit hit : hits) {
            int from = Math.max(hit.start(), start);
            int until = Math.min(hit.end(), end);
            if (from < until) {
                boolean begins = hit.start() >= start || first;
                out.append(whole, done, from).append(begins ? Markers.of(hit.category()) : "");
                done = until;
            }
        }
        return out.append(whole, done, end).toString();
    }

    /** The category of what is found at the end of {@code pieces} and may go on. */
    private String open(String start, List<String> pieces) {
        String whole = start + String.join("", pieces);
        int end = whole.stripTrailing().length();
        String ending = new Tail(whole, "").text();
        return redactor.hits(whole).stream()
                .filter(hit -> hit.end() >= end && end > 0)
                .map(Hit::category)
                .filter(category -> category.equals(PRIVATE_KEY) ? isOpenKey(whole) : redactor.isUnfinished(ending))
                .findFirst()
                .orElse("");
    }

    private boolean isOpenKey(String text) {
        return redactor.hits(text + "A").stream().anyMatch(hit -> hit.end() > text.length());
    }
}
