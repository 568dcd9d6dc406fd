package ai.a5c.krate.redact;

import java.util.List;

/** Finds one family of secrets in a text, in time linear in its length. */
interface Finder {

    /** Adds what is found in {@code text}, in any order. */
    void find(String text, List<Hit> hits);
}
