package io.jenkins.plugins.krate.build;

import java.util.LinkedHashMap;
import java.util.Map;

/** What came of the last answers given on a page, by question. */
final class Notices {

    private static final int MOST = 50;

    private final Map<String, String> latest = new LinkedHashMap<>();

    synchronized void put(String approval, String text) {
        latest.remove(approval);
        latest.put(approval, text);
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    synchronized String about(String approval) {
        return latest.getOrDefault(approval, "");
    }
}
