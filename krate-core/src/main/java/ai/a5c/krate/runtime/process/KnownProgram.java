package ai.a5c.krate.runtime.process;

/**
 * A command-line agent that adapters know by name.
 *
 * @param name the program's file name
 * @param least the oldest version that is started: a floor chosen here, see {@code why}
 * @param why what older versions lack or let happen
 */
record KnownProgram(String name, Version least, String why) {

    static final KnownProgram CLAUDE = new KnownProgram(
            "claude",
            Version.of(2, 1, 64),
            "older ones obey settings of a repository before anybody trusts it (CVE-2025-59536, CVE-2026-21852) "
                    + "and follow links out of their own sandbox (CVE-2026-39861)");

    static final KnownProgram CODEX = new KnownProgram(
            "codex",
            Version.of(0, 46, 0),
            "older ones start what a repository's .codex names (CVE-2025-61260) or write another JSON");

    static final KnownProgram GEMINI = new KnownProgram(
            "gemini",
            Version.of(0, 39, 1),
            "older ones trust every folder when nobody looks and obey its .gemini (advisory of April 2026)");

    static final KnownProgram OPENCODE = new KnownProgram(
            "opencode",
            Version.of(1, 0, 216),
            "older ones let every process of the host give them commands (CVE-2026-22812)");
}
