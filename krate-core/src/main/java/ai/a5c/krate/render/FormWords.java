package ai.a5c.krate.render;

import ai.a5c.krate.resource.Form;

/** What the forms of texts are, for people. */
final class FormWords {

    private FormWords() {}

    static String of(Form form) {
        return switch (form) {
            case TEXT -> "";
            case NAME -> "a name: lower case letters, digits, '-' and '.'";
            case GLOB -> "a glob such as release/*";
            case TEMPLATE -> "text with placeholders such as ${title}";
            case DURATION -> "a length of time such as 30m, 2h, 7d";
            case URL -> "a URL with http, https, ssh, git or file, without a password in it";
            case DIGEST -> "sha256: and 64 hex digits";
            case CRON -> "a cron line of five fields such as 0 6 * * 1-5";
            case TIME_ZONE -> "a time zone such as Europe/Berlin or UTC";
            case PATH -> "a path below the root such as docs/guide.md";
            case COMMIT -> "40 or 64 lower case hex digits";
            case RATE -> "how often in a time such as 20/h";
            case HOST -> "a host such as git.example.com or *.example.com:443";
        };
    }
}
