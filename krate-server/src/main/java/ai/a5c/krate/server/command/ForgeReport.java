package ai.a5c.krate.server.command;

import ai.a5c.krate.gitea.Finding;
import ai.a5c.krate.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings about forges, for people a line each with its remedy, for programs as JSON. */
final class ForgeReport {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String subject, Finding finding) {}

    void add(String subject, Finding finding) {
        entries.add(new Entry(subject, finding));
    }

    void addAll(String subject, List<Finding> findings) {
        findings.forEach(finding -> add(subject, finding));
    }

    boolean isBad() {
        return entries.stream().anyMatch(entry -> entry.finding().isBad());
    }

    void print(Terminal terminal, boolean json) {
        terminal.line(json ? Json.writeIndented(document()).stripTrailing() : text());
    }

    private Map<String, Object> document() {
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("subject", entry.subject());
            check.put("check", entry.finding().check());
            check.put("grade", entry.finding().grade().name().toLowerCase(Locale.ROOT));
            check.put("said", entry.finding().said());
            check.put("remedy", entry.finding().remedy());
            checks.add(check);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("healthy", !isBad());
        document.put("checks", checks);
        return document;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        String subject = "";
        for (Entry entry : entries) {
            if (!entry.subject().equals(subject)) {
                subject = entry.subject();
                text.append(subject).append('\n');
            }
            String mark = switch (entry.finding().grade()) {
                case GOOD -> "good";
                case DOUBTFUL -> "note";
                case BAD -> "BAD ";
            };
            text.append("  %s  %s%n".formatted(mark, entry.finding().said()));
            if (!entry.finding().remedy().isEmpty()) {
                text.append("        %s%n".formatted(entry.finding().remedy()));
            }
        }
        return text.toString().stripTrailing();
    }
}
